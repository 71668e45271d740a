// The public conformance suites.
export { ConformanceError } from "./conformance-error.ts"
export { checkFunction } from "./potential/check-function.ts"
export type { FunctionCheckOptions } from "./potential/check-function.ts"
export { checkPotential } from "./potential/check-potential.ts"
export type { PotentialCheck, PotentialCheckOptions } from "./potential/check-potential.ts"
export { checkSolver } from "./solver/checkSolver.ts"
export type { SolverCheckOptions } from "./solver/checkSolver.ts"
