import { expect, it } from "vitest"
import { springEngine, springs } from "../fixtures/springs.ts"
import { velocityVerlet } from "../integrators/velocity-verlet.ts"
import { readAny } from "../../io/read-any.ts"
import { textSource } from "../../io/source/text-source.ts"
import { faceDistances } from "../../atoms/cell.ts"
import { startMotion } from "../motion/motion.ts"
import { drawVelocities } from "../motion/velocities.ts"
import { binaryFrame, binaryHeader, readBinaryTrajectory } from "./binary-trajectory.ts"
import { dumpFrame, extxyzFrame } from "./text-trajectory.ts"

const moved = (steps: number) => {
  const engine = springEngine()
  const motion = startMotion(springs, engine, 2)
  drawVelocities(motion, 300)
  for (let k = 0; k < steps; k++) velocityVerlet(0.5).step(motion, engine)
  return motion
}

it("binary frames come back to the last bit, and one that was cut off is left out", () => {
  const motions = [moved(0), moved(7)]
  const parts = [binaryHeader(motions[0]), ...motions.map((motion) => binaryFrame(motion, 0.5)), new Uint8Array(24)]
  const bytes = Uint8Array.from(parts.flatMap((part) => [...part]))
  const { numbers, pbc, frames } = readBinaryTrajectory(bytes)
  expect([...numbers]).toEqual([...springs.numbers])
  expect(pbc).toEqual(springs.pbc)
  expect(frames.length).toBe(2)
  expect(frames[1]).toEqual({
    step: 7,
    time: 3.5,
    energy: motions[1].energy,
    cell: motions[1].cell,
    positions: motions[1].positions,
    velocities: motions[1].velocities,
  })
  expect(() => readBinaryTrajectory(new Uint8Array(40))).toThrow(/no binary trajectory/)
})

it("text frames are read back by our own readers", async () => {
  const motion = moved(5)
  for await (const { structure, energy, forces, info } of readAny(textSource("t.xyz", extxyzFrame(motion, 0.5)))) {
    expect(structure.positions).toEqual(motion.positions)
    expect(structure.cell).toEqual(motion.cell)
    expect([energy, forces, info?.["step"]]).toEqual([motion.energy, motion.forces, "5"])
  }
  for await (const { structure, forces } of readAny(textSource("t.dump", dumpFrame(motion)))) {
    expect([...structure.numbers]).toEqual([...motion.numbers])
    const far = (positions: ArrayLike<number>) => Math.hypot(...[0, 1, 2].map((c) => positions[6 + c] - positions[c]))
    expect(far(structure.positions)).toBeCloseTo(far(motion.positions), 10)
    const sizes = [forces!, motion.forces].map((array) => Math.hypot(...array))
    expect(sizes[0]).toBeCloseTo(sizes[1], 10)
    faceDistances(structure.cell!).forEach((height, d) => expect(height).toBeCloseTo(faceDistances(motion.cell!)[d], 10))
  }
})
