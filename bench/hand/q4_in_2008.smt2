; Question 4 in the law of 1 January 2008: can anyone newly become akim of a raion without its maslikhat?
; Decree 339: the oblast akim appoints with the consent of the maslikhat (quorum, majority, refusals, silence and
; repetition left open). Decree 1485: in an experimental raion the maslikhat elects whom the oblast akim presents.
; One raion in an oblast, two persons, votes of up to 63 seats. By induction, with an invariant found by thought; both
; answers must be unsat.
(set-logic QF_BV)

; What the texts leave open: fixed, but unknown.
(declare-const two_thirds Bool)       ; quorum 2/3 of all seats, else 1/2
(declare-const of_all Bool)           ; majority of all seats, else of the votes cast
(declare-const two_refusals Bool)     ; at most two refusals, else any number
(declare-const again Bool)            ; a refused person may come again
(declare-const silence (_ BitVec 2))  ; no answer means: 0 yes, 1 no, 2 blocks
(declare-const pending (_ BitVec 2))  ; a new maslikhat: 0 matters lapse, 1 are inherited, 2 are renewed
(declare-const aged1 Bool)            ; whether each person meets the requirements
(declare-const aged2 Bool)
(declare-const quorum (_ BitVec 8))   ; Decree 1485 says none
(declare-const seats (_ BitVec 8))
(assert (and (bvule #x01 seats) (bvule seats #x3f) (bvule quorum #x3f)))

; State: superior: somebody exercises the office of oblast akim. way: 0 no procedure, 1 appointment, 2 election.
(declare-const held Bool)
(declare-const superior Bool)
(declare-const council Bool)
(declare-const members (_ BitVec 8))
(declare-const listed Bool)
(declare-const agreed Bool)
(declare-const way (_ BitVec 2))
(declare-const cand1 Bool)
(declare-const cand2 Bool)
(declare-const consent1 Bool)
(declare-const consent2 Bool)
(declare-const refused1 Bool)
(declare-const refused2 Bool)
(declare-const refusals (_ BitVec 3))
(declare-const winner (_ BitVec 2))   ; of an election: 0 nobody
; The question's memory: in this procedure the maslikhat consented to, or elected, each person.
(declare-const said1 Bool)
(declare-const said2 Bool)

; One step.
(declare-const act (_ BitVec 5))
(declare-const second Bool)           ; whom it is about: the second person, else the first
(declare-const yes (_ BitVec 8))
(declare-const no (_ BitVec 8))
(declare-const abstain (_ BitVec 8))
(define-fun of ((a Bool) (b Bool)) Bool (ite second b a))
(define-fun present () (_ BitVec 8) (bvadd yes no abstain))
(define-fun vote () Bool (and council (bvule yes #x3f) (bvule no #x3f) (bvule abstain #x3f) (bvule present members)))
(define-fun quorate () Bool
  (ite two_thirds (bvuge (bvmul #x03 present) (bvmul #x02 seats)) (bvuge (bvmul #x02 present) seats)))
(define-fun carried () Bool
  (ite of_all (bvugt (bvmul #x02 yes) seats) (bvugt yes no)))
(define-fun present1 () Bool          ; the oblast akim puts somebody forward for appointment
  (and (= act #b00001) superior (not listed) (not (= way #b10)) (not (of cand1 cand2)) (of aged1 aged2)
       (or again (not (of refused1 refused2)))))
(define-fun consents () Bool
  (and (= act #b00010) (= way #b01) (of cand1 cand2) (not (of consent1 consent2)) vote quorate carried))
(define-fun refuses () Bool
  (and (= act #b00011) (= way #b01) (of cand1 cand2) (not (of consent1 consent2)) vote quorate (not carried)))
(define-fun says_nothing () Bool      ; the time for an answer runs out, and this counts as consent
  (and (= act #b00100) (= way #b01) (of cand1 cand2) (= silence #b00)))
(define-fun says_nothing_no () Bool
  (and (= act #b00101) (= way #b01) (of cand1 cand2) (= silence #b01)))
(define-fun appoints () Bool
  (and (= act #b00110) (= way #b01) superior (not held) (of cand1 cand2) (of consent1 consent2) (of aged1 aged2)))
(define-fun withdraws () Bool (and (= act #b00111) (not (= way #b00)) superior))
(define-fun present2 () Bool          ; … presents a candidate for election
  (and (= act #b01000) superior listed (not (= way #b01)) (= winner #b00) (not (of cand1 cand2)) (of aged1 aged2)))
(define-fun elects () Bool
  (and (= act #b01001) (= way #b10) listed (= winner #b00) (of cand1 cand2) vote (bvuge present quorum) (bvugt yes no)))
(define-fun enters () Bool            ; the winner takes office as soon as it is not held
  (and (= act #b01010) (= way #b10) (not held) (= winner (ite second #b10 #b01)) (of aged1 aged2)))
(define-fun leaves () Bool            ; death, resignation, end of the term, removal
  (and (= act #b01011) held))
(define-fun superior_changes () Bool (= act #b01100))
(define-fun seat_vacant () Bool (and (= act #b01101) council (not (= members #x00))))
(define-fun council_ends () Bool (and (= act #b01110) council))
(define-fun council_chosen () Bool (and (= act #b01111) (not council)))
(define-fun lists () Bool (and (= act #b10000) agreed (not listed)))
(define-fun agrees () Bool (and (= act #b10001) superior))

(define-fun takes () Bool (or appoints enters))
(define-fun too_often () Bool (and refuses two_refusals (bvuge refusals #b001)))
(define-fun lapse () Bool (and council_chosen (= pending #b00)))
(define-fun renew () Bool (and council_chosen (= pending #b10)))
(define-fun over () Bool (or takes withdraws too_often lapse))
(define-fun first () Bool (not second))
(define-fun cand1+ () Bool (and (not over) (or cand1 (and (or present1 present2) first))))
(define-fun cand2+ () Bool (and (not over) (or cand2 (and (or present1 present2) second))))
(define-fun consent1+ () Bool (and (not over) (not renew) (or consent1 (and (or consents says_nothing) first))))
(define-fun consent2+ () Bool (and (not over) (not renew) (or consent2 (and (or consents says_nothing) second))))
(define-fun refused1+ () Bool (and (not over) (or refused1 (and (or refuses says_nothing_no) first))))
(define-fun refused2+ () Bool (and (not over) (or refused2 (and (or refuses says_nothing_no) second))))
(define-fun refusals+ () (_ BitVec 3)
  (ite over #b000 (ite (and (or refuses says_nothing_no) (bvult refusals #b111)) (bvadd refusals #b001) refusals)))
(define-fun way+ () (_ BitVec 2) (ite over #b00 (ite present1 #b01 (ite present2 #b10 way))))
(define-fun winner+ () (_ BitVec 2) (ite over #b00 (ite elects (ite second #b10 #b01) winner)))
(define-fun said1+ () Bool (and (not over) (or said1 (and (or consents says_nothing elects) first))))
(define-fun said2+ () Bool (and (not over) (or said2 (and (or consents says_nothing elects) second))))
(define-fun held+ () Bool (or takes (and held (not leaves))))
(define-fun superior+ () Bool (xor superior superior_changes))
(define-fun council+ () Bool (or council_chosen (and council (not council_ends))))
(define-fun members+ () (_ BitVec 8)
  (ite council_chosen seats (ite council_ends #x00 (ite seat_vacant (bvsub members #x01) members))))
(define-fun listed+ () Bool (or listed lists))
(define-fun agreed+ () Bool (or agreed agrees))

(define-fun entry () Bool
  (and (= way #b00) (= winner #b00) (= refusals #b000) (bvule members seats)
       (not (or cand1 cand2 consent1 consent2 refused1 refused2 said1 said2 listed agreed))))
(define-fun inv ((m (_ BitVec 8)) (c1 Bool) (c2 Bool) (w (_ BitVec 2)) (s1 Bool) (s2 Bool)) Bool
  (and (bvule m seats) (=> c1 s1) (=> c2 s2) (=> (= w #b01) s1) (=> (= w #b10) s2)))

(push)
(assert (and entry (not (inv members consent1 consent2 winner said1 said2))))
(check-sat)
(pop)
(assert (inv members consent1 consent2 winner said1 said2))
(assert (or (and takes (not (of said1 said2)))
            (not (inv members+ consent1+ consent2+ winner+ said1+ said2+))))
(check-sat)
