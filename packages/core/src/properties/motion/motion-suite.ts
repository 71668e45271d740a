/** Suites that move atoms: what is measured along a trajectory at a temperature. */
export type MotionSuite = "liquid" | "melting" | "heating"

/** Parts of each, in the order in which they are worked out. */
export const motionSuites: Readonly<Record<MotionSuite, readonly string[]>> = Object.freeze({
  liquid: Object.freeze(["state", "structure", "diffusion", "flow"]),
  melting: Object.freeze(["melting"]),
  heating: Object.freeze(["heating"]),
})

/** Whether a suite moves atoms. */
export function isMotionSuite(name: string): name is MotionSuite {
  return Object.hasOwn(motionSuites, name)
}
