; Question 1 in the law of 1 January 2008: can anyone newly become akim of an oblast without its maslikhat? By the amendment
; of 2007 the President appoints with the consent of the maslikhat; quorum, majority, ties, refusals, silence and repetition
; are left open.
; One oblast, two persons, votes of up to 63 seats. By induction, with an invariant found by thought; both answers must be
; unsat.
(set-logic QF_BV)

; What the text leaves open: fixed, but unknown.
(declare-const quorum (_ BitVec 8))
(declare-const basis (_ BitVec 2))    ; majority of: 0 votes cast, 1 those present, 2 seats held, 3 all seats
(declare-const tie (_ BitVec 2))      ; 0 the vote fails, 1 it is repeated, 2 a new procedure
(declare-const limit (_ BitVec 3))    ; refusals allowed, 0: any number
(declare-const again Bool)            ; a refused person may come again
(declare-const silence (_ BitVec 2))  ; no answer means: 0 yes, 1 no, 2 blocks
(declare-const pending (_ BitVec 2))  ; a new maslikhat: 0 matters lapse, 1 are inherited, 2 are renewed
(declare-const fit1 Bool)             ; whether each person meets the requirements
(declare-const fit2 Bool)
(declare-const seats (_ BitVec 8))
(assert (and (bvule quorum #x3f) (bvule #x01 seats) (bvule seats #x3f)))

(declare-const held Bool)
(declare-const president Bool)
(declare-const council Bool)
(declare-const members (_ BitVec 8))
(declare-const open Bool)             ; a procedure runs
(declare-const cand1 Bool)
(declare-const cand2 Bool)
(declare-const consent1 Bool)
(declare-const consent2 Bool)
(declare-const refused1 Bool)
(declare-const refused2 Bool)
(declare-const refusals (_ BitVec 3))
; The question's memory: in this procedure the maslikhat consented to each person.
(declare-const said1 Bool)
(declare-const said2 Bool)

; One step.
(declare-const act (_ BitVec 4))
(declare-const second Bool)           ; whom it is about: the second person, else the first
(declare-const yes (_ BitVec 8))
(declare-const no (_ BitVec 8))
(declare-const abstain (_ BitVec 8))
(define-fun of ((a Bool) (b Bool)) Bool (ite second b a))
(define-fun first () Bool (not second))
(define-fun present () (_ BitVec 8) (bvadd yes no abstain))
(define-fun vote () Bool
  (and council open (of cand1 cand2) (not (of consent1 consent2)) (bvule yes #x3f) (bvule no #x3f) (bvule abstain #x3f)
       (bvule present members) (bvuge present quorum)))
(define-fun base () (_ BitVec 8)
  (ite (= basis #b00) (bvadd yes no) (ite (= basis #b01) present (ite (= basis #b10) members seats))))
(define-fun carried () Bool (bvugt (bvmul #x02 yes) base))
(define-fun tied () Bool (and (= yes no) (not carried)))
(define-fun presents () Bool
  (and (= act #x1) president (not (of cand1 cand2)) (of fit1 fit2) (or again (not (of refused1 refused2)))))
(define-fun consents () Bool (and (= act #x2) vote carried))
(define-fun refuses () Bool (and (= act #x3) vote (not carried) (or (not tied) (= tie #b00))))
(define-fun starts_anew () Bool (and (= act #x4) vote tied (= tie #b10)))
(define-fun says_nothing () Bool (and (= act #x5) open (of cand1 cand2) (= silence #b00)))
(define-fun says_nothing_no () Bool (and (= act #x6) open (of cand1 cand2) (= silence #b01)))
(define-fun appoints () Bool
  (and (= act #x7) open president (not held) (of cand1 cand2) (of consent1 consent2) (of fit1 fit2)))
(define-fun withdraws () Bool (and (= act #x8) open president))
(define-fun leaves () Bool (and (= act #x9) held)) ; death, resignation, end of the term, removal, a new President
(define-fun president_changes () Bool (= act #xa))
(define-fun seat_vacant () Bool (and (= act #xb) council (not (= members #x00))))
(define-fun council_ends () Bool (and (= act #xc) council))
(define-fun council_chosen () Bool (and (= act #xd) (not council)))

(define-fun counts () Bool (or refuses says_nothing_no))
(define-fun too_often () Bool (and counts (not (= limit #b000)) (bvuge (bvadd refusals #b001) limit)))
(define-fun over () Bool
  (or appoints withdraws starts_anew too_often (and council_chosen (= pending #b00))))
(define-fun renew () Bool (and council_chosen (= pending #b10)))
(define-fun cand1+ () Bool (and (not over) (or cand1 (and presents first))))
(define-fun cand2+ () Bool (and (not over) (or cand2 (and presents second))))
(define-fun consent1+ () Bool (and (not over) (not renew) (or consent1 (and (or consents says_nothing) first))))
(define-fun consent2+ () Bool (and (not over) (not renew) (or consent2 (and (or consents says_nothing) second))))
(define-fun refused1+ () Bool (and (not over) (or refused1 (and counts first))))
(define-fun refused2+ () Bool (and (not over) (or refused2 (and counts second))))
(define-fun refusals+ () (_ BitVec 3)
  (ite over #b000 (ite (and counts (bvult refusals #b111)) (bvadd refusals #b001) refusals)))
(define-fun open+ () Bool (and (not over) (or open presents)))
(define-fun said1+ () Bool (and (not over) (or said1 (and (or consents says_nothing) first))))
(define-fun said2+ () Bool (and (not over) (or said2 (and (or consents says_nothing) second))))
(define-fun held+ () Bool (or appoints (and held (not leaves))))
(define-fun president+ () Bool (xor president president_changes))
(define-fun council+ () Bool (or council_chosen (and council (not council_ends))))
(define-fun members+ () (_ BitVec 8)
  (ite council_chosen seats (ite council_ends #x00 (ite seat_vacant (bvsub members #x01) members))))

(define-fun entry () Bool
  (and (not open) (= refusals #b000) (bvule members seats)
       (not (or cand1 cand2 consent1 consent2 refused1 refused2 said1 said2))))
(define-fun inv ((m (_ BitVec 8)) (c1 Bool) (c2 Bool) (s1 Bool) (s2 Bool)) Bool
  (and (bvule m seats) (=> c1 s1) (=> c2 s2)))

(push)
(assert (and entry (not (inv members consent1 consent2 said1 said2))))
(check-sat)
(pop)
(assert (inv members consent1 consent2 said1 said2))
(assert (or (and appoints (not (of said1 said2))) (not (inv members+ consent1+ consent2+ said1+ said2+))))
(check-sat)
