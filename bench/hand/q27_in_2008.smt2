; Question 27 in the law of 1 January 2008: can a maslikhat be dissolved because it refused consent? By the amendment of
; 2007 the President appoints the akim of an oblast with the maslikhat's consent, and dissolves the maslikhat at discretion
; after consultation with the Prime Minister, the Senate and the Mazhilis.
; One oblast, one person, four steps: present, refuse, consult, dissolve, in any order that the law permits. The first
; answer, sat, is a run. The second, unsat, says that with 63 deputies who all vote against it is a run whatever the text
; means by a vote: its quorum, of what the majority is counted, what follows a tie, how often it may refuse.
(set-logic QF_BV)

(declare-const quorum (_ BitVec 8))
(declare-const basis (_ BitVec 2))    ; majority of: 0 votes cast, 1 those present, 2 seats held, 3 all seats
(declare-const tie (_ BitVec 2))      ; 0 the vote fails, 1 it is repeated, 2 a new procedure
(declare-const limit (_ BitVec 3))    ; refusals allowed, 0: any number
(declare-const seats (_ BitVec 8))
(assert (and (bvule quorum #x3f) (bvule tie #b10) (bvule #x01 seats) (bvule seats #x3f)))
(declare-const suitable Bool)         ; the person meets the requirements

(declare-const president0 Bool)
(declare-const council0 Bool)
(declare-const members0 (_ BitVec 8))
(declare-const prime_minister Bool)   ; and whom else the President must ask
(assert (bvule members0 seats))

(define-fun base ((m (_ BitVec 8)) (y (_ BitVec 8)) (n (_ BitVec 8)) (a (_ BitVec 8))) (_ BitVec 8)
  (ite (= basis #b00) (bvadd y n) (ite (= basis #b01) (bvadd y n a) (ite (= basis #b10) m seats))))
(define-fun presents ((act (_ BitVec 3)) (cand Bool) (ref Bool)) Bool
  (and (= act #b001) president0 suitable (not cand) (not ref)))
(define-fun refuses ((act (_ BitVec 3)) (cand Bool) (council Bool) (y (_ BitVec 8)) (n (_ BitVec 8)) (a (_ BitVec 8))) Bool
  (and (= act #b010) cand council (bvule y #x3f) (bvule n #x3f) (bvule a #x3f)
       (bvule (bvadd y n a) members0) (bvuge (bvadd y n a) quorum) (not (= #x00 (bvadd y n a)))
       (not (bvugt (bvmul #x02 y) (base members0 y n a)))
       (or (not (= y n)) (= tie #b00))))
(define-fun consults ((act (_ BitVec 3)) (council Bool)) Bool (and (= act #b011) president0 prime_minister council))
(define-fun dissolves ((act (_ BitVec 3)) (council Bool) (asked Bool)) Bool
  (and (= act #b100) president0 council asked))

(declare-const act0 (_ BitVec 3)) (declare-const y0 (_ BitVec 8)) (declare-const n0 (_ BitVec 8)) (declare-const a0 (_ BitVec 8))
(declare-const act1 (_ BitVec 3)) (declare-const y1 (_ BitVec 8)) (declare-const n1 (_ BitVec 8)) (declare-const a1 (_ BitVec 8))
(declare-const act2 (_ BitVec 3)) (declare-const y2 (_ BitVec 8)) (declare-const n2 (_ BitVec 8)) (declare-const a2 (_ BitVec 8))
(declare-const act3 (_ BitVec 3)) (declare-const y3 (_ BitVec 8)) (declare-const n3 (_ BitVec 8)) (declare-const a3 (_ BitVec 8))

; A refusal that uses up the number allowed ends the procedure, and so takes the candidate away; with the others the
; candidate stays. `ref` is the question's memory, and what bars a second presentation here.
(define-fun cand1 () Bool (presents act0 false false))
(define-fun ref1 () Bool (refuses act0 false council0 y0 n0 a0))
(define-fun asked1 () Bool (consults act0 council0))
(define-fun council1 () Bool (and council0 (not (dissolves act0 council0 false))))
(define-fun cand2 () Bool (or (presents act1 cand1 ref1) (and cand1 (not (and (refuses act1 cand1 council1 y1 n1 a1) (= limit #b001))))))
(define-fun ref2 () Bool (or ref1 (refuses act1 cand1 council1 y1 n1 a1)))
(define-fun asked2 () Bool (or asked1 (consults act1 council1)))
(define-fun council2 () Bool (and council1 (not (dissolves act1 council1 asked1))))
(define-fun cand3 () Bool (or (presents act2 cand2 ref2) (and cand2 (not (and (refuses act2 cand2 council2 y2 n2 a2) (= limit #b001))))))
(define-fun ref3 () Bool (or ref2 (refuses act2 cand2 council2 y2 n2 a2)))
(define-fun asked3 () Bool (or asked2 (consults act2 council2)))
(define-fun council3 () Bool (and council2 (not (dissolves act2 council2 asked2))))
(define-fun goal () Bool (and ref3 (dissolves act3 council3 asked3)))

(push)
(assert goal)
(check-sat)
(pop)
(assert (and president0 council0 prime_minister suitable (= seats #x3f) (= members0 #x3f)))
(assert (and (= act0 #b001) (= act1 #b010) (= y1 #x00) (= n1 #x3f) (= a1 #x00) (= act2 #b011) (= act3 #b100)))
(assert (not goal))
(check-sat)
