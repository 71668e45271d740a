import { SpecFailure } from "../../failure/failure.ts"
import { probeBasis } from "../../objective/streaming/probe-basis.ts"
import type { Potential, PotentialSpec } from "../../potentials/potential.ts"
import { createPotential } from "../../potentials/registry.ts"

/** Relative difference of derivatives below which two bases are the same. */
const SAME = 1e-12

/**
 * Sees that statistics of one potential serve another: that its predictions have the same derivatives with respect to the same
 * parameters. Start values, bounds and priors may differ.
 * @throws SpecFailure at the entry that differs.
 */
export function checkSameBasis(saved: PotentialSpec, wanted: Potential): void {
  const difference = firstDifference(plain(saved), plain(wanted.spec), [])
  if (!difference || sameDerivatives(createPotential(saved), wanted)) return
  const { path, before, now } = difference
  throw new SpecFailure(`the statistics are of another basis: this was ${shown(before)} and is ${shown(now)}`, {
    path,
    advice: "fit anew from the data, or take the potential of the earlier run",
  })
}

function sameDerivatives(first: Potential, second: Potential): boolean {
  const same =
    first.cutoff === second.cutoff &&
    first.elements.join() === second.elements.join() &&
    first.parameters.length === second.parameters.length &&
    first.parameters.every((one, k) => {
      const { key, fixed, tie, value, linear } = second.parameters[k]
      const held = !fixed || value === one.value
      return key === one.key && fixed === one.fixed && linear === one.linear && held && shown(tie) === shown(one.tie)
    })
  if (!same) return false
  const [a, b] = [probeBasis(first), probeBasis(second)]
  const size = a.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return a.every((value, k) => Math.abs(value - b[k]) <= SAME * size)
}

interface Difference {
  readonly path: readonly (string | number)[]
  readonly before: unknown
  readonly now: unknown
}

function firstDifference(before: unknown, now: unknown, path: readonly (string | number)[]): Difference | undefined {
  if (!isObject(before) || !isObject(now) || Array.isArray(before) !== Array.isArray(now)) {
    return Object.is(before, now) ? undefined : { path, before, now }
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const found = firstDifference(before[key], now[key], [...path, key])
    if (found) return found
  }
  return undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null
}

/** A spec as it comes back from a file. */
function plain(spec: PotentialSpec): unknown {
  return JSON.parse(JSON.stringify(spec))
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "not there"
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
