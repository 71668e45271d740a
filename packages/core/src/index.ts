export { Failure, describePlace } from "./failure/failure.ts"
export type { Place } from "./failure/failure.ts"
