/** How far Levenberg–Marquardt goes, and when it has arrived. */
export interface LevenbergMarquardtOptions {
  /** Steps accepted at most; default 1000. */
  readonly iterations?: number
  /** Longest first step ‖D δ‖ beside ‖D x‖ (or a hundredth of the residual norm, if that is more); default 1. */
  readonly firstStep?: number
  /** Largest cosine between the residual and a column of J at which the two count as orthogonal; default 1e-10. */
  readonly gradientTolerance?: number
  /** Converged once `patience` steps running lower the cost by less than this much of it; default 1e-12. */
  readonly costTolerance?: number
  /** Converged once a step moves x by less than this much of it, both in units of D; default 1e-12. */
  readonly stepTolerance?: number
  /** Default 3. */
  readonly patience?: number
  /** Bends the steps by the second directional derivative where the problem gives it; default true. */
  readonly acceleration?: boolean
}
