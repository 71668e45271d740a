import { type Grader, symbolOf } from "@luthier/core"
import { textTable } from "../../terminal.ts"
import type { GradedFrame } from "./graded-frames.ts"

/** Frames that are shown. */
const SHOWN = 15

/** What grading found, for people: how much of it is known, and the frames that are least so. */
export function describeGrades(grader: Grader, frames: readonly GradedFrame[], threshold: number): string {
  const worst = extrapolating(frames, threshold)
  const atoms = frames.reduce((sum, frame) => sum + frame.atoms, 0)
  const beyond = frames.reduce((sum, frame) => sum + frame.beyond, 0)
  const largest = frames.reduce((most, frame) => Math.max(most, frame.largest), 0)
  const head = ["frame", "group", "atoms", "beyond the data", "largest grade", "of atom"]
  const rows = worst
    .slice(0, SHOWN)
    .map((one) => [
      `${one.file}:${one.frame}`,
      one.group,
      ...[String(one.atoms), String(one.beyond), brief(one.largest)],
      `${one.atom} (${symbolOf(one.number)})`,
    ])
  return [
    meaningOf(grader),
    `${frames.length} frames of ${atoms} atoms: ${beyond} atoms beyond the data, the largest grade ${brief(largest)}`,
    `${worst.length === 0 ? "no frame extrapolates" : `${worst.length} frames extrapolate`}: grades above ${threshold}`,
    ...(rows.length > 0 ? ["", textTable([head, ...rows])] : []),
    ...(worst.length > SHOWN ? [`… and ${worst.length - SHOWN} more`] : []),
  ].join("\n")
}

/** The same for machines. */
export function gradesRecord(grader: Grader, frames: readonly GradedFrame[], threshold: number): object {
  return {
    by: grader.by,
    threshold,
    ...(grader.by === "volume" ? { active: grader.active.atoms } : { largestForceError: grader.largest }),
    extrapolating: extrapolating(frames, threshold).length,
    // JSON has no infinity.
    frames: frames.map(({ largest, number, ...frame }) => ({
      ...frame,
      element: symbolOf(number),
      largest: Number.isFinite(largest) ? largest : null,
    })),
  }
}

function extrapolating(frames: readonly GradedFrame[], threshold: number): readonly GradedFrame[] {
  return frames.filter(({ largest }) => largest > threshold).sort((a, b) => b.largest - a.largest)
}

function meaningOf(grader: Grader): string {
  if (grader.by === "volume") {
    return `grades by volume: atoms as combinations of the ${grader.active.atoms.length} most extreme ones of the training data, 1 at their edge`
  }
  return `grades by variance: standard errors of forces over the largest one in the training data, ${brief(1000 * grader.largest)} meV/Å`
}

function brief(value: number): string {
  return value === Infinity ? "∞" : String(Number(value.toPrecision(3)))
}
