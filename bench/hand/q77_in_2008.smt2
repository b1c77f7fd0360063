; Question 77 in the law of 1 January 2008: is an akim of a raion removed only after its maslikhat expressed no
; confidence? The amendment of 2007 lets the President remove, Decree 339 the oblast akim, both at discretion; a vote of
; no confidence follows two refused reports and comes by a majority of all seats.
; One raion in an oblast, one step, from every state in which the law may begin to apply. What the amendment leaves open of
; incumbents decides who may be in office at the start; a run is needed for each answer, so both must be sat.
(set-logic QF_BV)

(declare-const incumbents_stay Bool)
(declare-const earlier_law Bool)      ; the holder came in by an earlier law
(declare-const held Bool)
(declare-const president Bool)
(declare-const superior Bool)         ; somebody exercises the office of oblast akim
(declare-const council Bool)
(declare-const seats (_ BitVec 8))
(declare-const members (_ BitVec 8))
(declare-const refused_reports (_ BitVec 2))
(declare-const initiated Bool)
(declare-const no_confidence Bool)    ; the question's memory
(assert (and (bvule #x01 seats) (bvule seats #x3f) (bvule members seats)))
; Entry: nothing pending, nothing counted; a holder by earlier law only where the text lets them stay.
(assert (and (not initiated) (not no_confidence) (= refused_reports #b00)))
(assert (=> (and held earlier_law) incumbents_stay))

(declare-const act (_ BitVec 2))
(declare-const yes (_ BitVec 8))
(define-fun president_removes () Bool (and (= act #b00) president held))
(define-fun superior_removes () Bool (and (= act #b01) superior held))
(define-fun expresses () Bool
  (and (= act #b10) council held initiated (bvuge refused_reports #b10) (bvule yes members) (bvugt (bvmul #x02 yes) seats)))
(define-fun no_confidence+ () Bool (or no_confidence expresses))
(assert (and (or president_removes superior_removes) (not no_confidence+)))

(push)
(assert incumbents_stay)
(check-sat)
(pop)
(assert (not incumbents_stay))
(check-sat)
