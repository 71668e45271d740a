import { symbolOf } from "../../../atoms/elements.ts"
import type { Structure } from "../../../atoms/structure.ts"
import { planck } from "../../../units/constants.ts"
import { inUnit } from "../../../units/quantity.ts"
import { addFreeAtomDerivative, freeAtomsEnergy } from "../../bulk/energies.ts"
import { addRow } from "../../bulk/gradients.ts"
import { mapRows } from "../../evaluate.ts"
import { bondsOf } from "../../molecule/bonds-of.ts"
import { normalModes } from "../../molecule/normal-modes.ts"
import { type RelaxedMolecule, relaxedMolecule } from "../../molecule/relaxed-molecule.ts"
import type { Point } from "../../point.ts"
import { plainProperty, type PropertyValue, type Spread } from "../property-value.ts"
import type { PartResult } from "../study.ts"

/** Numbers nearer than this are one [Å, degrees]. */
const SAME = 1e-4

/** A molecule at rest: its binding, bonds and angles, and how it vibrates. */
export function measureMolecule(point: Point, start: Structure, spread: Spread | undefined): PartResult {
  const found = relaxedMolecule(point, start)
  if (!found) return { values: [], remarks: ["the energy of the molecule is not finite where it was given"], figures: [] }
  const { structure, trouble } = found
  const modes = normalModes(point, structure)
  const unstable = modes.filter((frequency) => frequency < 0).length
  const zeroPoint = modes.reduce((sum, frequency) => sum + (planck * 1e-3 * Math.max(frequency, 0)) / 2, 0)
  return {
    values: [
      bindingOf(point, found, spread),
      ...geometryOf(structure),
      ...Array.from(modes, (frequency, k) =>
        plainProperty(`mode.${k + 1}`, `vibration ${k + 1}`, inUnit(frequency, "frequency", "1/cm"), "1/cm", { dimension: "frequency" }),
      ),
      plainProperty("zeroPoint", "zero-point energy", zeroPoint, "eV", { dimension: "energy" }),
    ],
    remarks: [
      ...(trouble === null ? [] : [trouble]),
      unstable > 0
        ? `${unstable} of its vibrations are imaginary (below zero): the molecule was relaxed to a saddle, or the potential does not hold it`
        : `all ${modes.length} vibrations are real`,
    ],
    figures: [],
  }
}

/** Energy that parts it into free atoms; at the minimum its derivative is that with the atoms held. */
function bindingOf(point: Point, { structure, answer }: RelaxedMolecule, spread: Spread | undefined): PropertyValue {
  const { numbers } = structure
  const derivative = (): Float64Array => {
    const out = new Float64Array(point.theta.length)
    mapRows(point, [structure], ({ energy }) => addRow(out, -1, energy))
    for (const number of numbers) addFreeAtomDerivative(point, number, 1, out)
    return out
  }
  return plainProperty("binding", "binding energy", freeAtomsEnergy(point, numbers) - answer.energy, "eV", {
    dimension: "energy",
    standardError: spread ? spread(derivative()) : null,
  })
}

/** Lengths of bonds and angles between them, equal ones once. */
function geometryOf({ numbers, positions }: Structure): readonly PropertyValue[] {
  const bonds = bondsOf({ numbers, positions, cell: null, pbc: [false, false, false] })
  const symbol = (i: number): string => symbolOf(numbers[i])
  const lengths = bonds.map(({ first, second, length }) => ({ name: [symbol(first), symbol(second)].sort().join("-"), value: length }))
  const vector = (from: number, to: number): readonly number[] => [0, 1, 2].map((c) => positions[3 * to + c] - positions[3 * from + c])
  const neighbours = Array.from(numbers, (_, i) =>
    bonds.flatMap(({ first, second }) => (first === i ? [second] : second === i ? [first] : [])),
  )
  const angles = neighbours.flatMap((others, i) =>
    others.flatMap((j, n) =>
      others.slice(n + 1).map((k) => {
        const [u, v] = [vector(i, j), vector(i, k)]
        const cosine = (u[0] * v[0] + u[1] * v[1] + u[2] * v[2]) / (Math.hypot(...u) * Math.hypot(...v))
        const [a, b] = [symbol(j), symbol(k)].sort()
        return { name: `${a}-${symbol(i)}-${b}`, value: (Math.acos(Math.max(-1, Math.min(1, cosine))) * 180) / Math.PI }
      }),
    ),
  )
  return [
    ...distinct(lengths).map(({ name, key, value }) => plainProperty(`bond.${key}`, `bond ${name}`, value, "Å", { dimension: "length" })),
    ...distinct(angles).map(({ name, key, value }) => plainProperty(`angle.${key}`, `angle ${name}`, value, "deg", { dimension: "angle" })),
  ]
}

/** Each value of a name once, rising, with a number in its key where there are several. */
function distinct(
  all: readonly { readonly name: string; readonly value: number }[],
): readonly { readonly name: string; readonly key: string; readonly value: number }[] {
  const names = [...new Set(all.map(({ name }) => name))].sort()
  return names.flatMap((name) => {
    const values = all.flatMap((one) => (one.name === name ? [one.value] : [])).sort((a, b) => a - b)
    const kept = values.filter((value, k) => k === 0 || value - values[k - 1] > SAME)
    return kept.map((value, k) => ({ name, key: kept.length === 1 ? name : `${name}.${k + 1}`, value }))
  })
}
