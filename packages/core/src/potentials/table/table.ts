import { z } from "zod"
import { pairPotential } from "../pair/pair-potential.ts"
import type { PotentialSpec } from "../potential.ts"
import type { LammpsModel } from "../lammps-model.ts"
import { potentialKind, type PotentialKind } from "../potential-kind.ts"
import { elementNumbers } from "../spec/element-list.ts"
import { pairEntries } from "../spec/pair-entries.ts"
import { within } from "../spec/within.ts"
import type { LammpsTable } from "./lammps-table.ts"
import { tableFunction } from "./table-function.ts"
import { writeLammpsTables } from "./write-table.ts"

/** One table within a spec. */
interface InlineTable {
  readonly keyword: string
  readonly spacing: "listed" | "R" | "RSQ" | "BITMAP"
  readonly radii: readonly number[]
  readonly energies: readonly number[]
  readonly forces: readonly number[]
  readonly slopes?: readonly [number, number] | undefined
  readonly cutoff?: number | undefined
}

/** Spec of `kind: table`. */
interface TableSpec extends PotentialSpec {
  readonly kind: "table"
  readonly elements: readonly string[]
  readonly interpolation: "linear" | "spline"
  /** Points of the tables that LAMMPS makes from those of the file. */
  readonly points: number
  readonly pairs: Readonly<Record<string, InlineTable>>
}

const inlineTable = z
  .object({
    keyword: z.string(),
    spacing: z.enum(["listed", "R", "RSQ", "BITMAP"]),
    radii: z.array(z.number()).min(2),
    energies: z.array(z.number()).min(2),
    forces: z.array(z.number()).min(2),
    slopes: z.tuple([z.number(), z.number()]).optional(),
    cutoff: z.number().positive().optional(),
  })
  .strict()
  .refine(({ radii, energies, forces }) => radii.length === energies.length && radii.length === forces.length, {
    message: "radii, energies and forces are not of one length",
  })

/** `kind: table`: LAMMPS `pair_style table` as LAMMPS computes it, without parameters; made from files, not written by hand. */
export const table: PotentialKind = potentialKind<TableSpec>({
  kind: "table",
  doc: "tabulated pair functions, as LAMMPS interpolates them",
  schema: z
    .object({
      kind: z.literal("table"),
      elements: z.array(z.string()).min(1),
      interpolation: z.enum(["linear", "spline"]).default("spline"),
      points: z.number().int().min(2).default(2000),
      pairs: z.record(z.string(), inlineTable),
    })
    .strict(),
  create(spec) {
    const { interpolation, points } = spec
    const functions = within(["pairs"], () => pairEntries(spec.elements, spec.pairs)).map(({ key, value }) =>
      within(["pairs", key], () => {
        const { keyword, spacing, radii, energies, forces, slopes, cutoff = radii[radii.length - 1] } = value
        const [r, e, f] = [radii, energies, forces].map((list) => Float64Array.from(list))
        const data = { keyword, spacing, radii: r, energies: e, forces: f, ...(slopes && { slopes }) }
        return { radial: tableFunction(data, { interpolation, points, cutoff }), cutoff }
      }),
    )
    const potential = pairPotential({ spec, elements: elementNumbers(spec.elements), functions, name: "table" })
    return Object.freeze({ ...potential, lammps: () => lammpsModelOf(spec) })
  },
  resolve: (spec) => spec,
})

/** The tables themselves, each as a file's section named after its pair. */
function lammpsModelOf({ elements, interpolation, points, pairs }: TableSpec): LammpsModel {
  const file = `${elements.join("")}.table`
  const entries = pairEntries(elements, pairs)
  const tables = entries.map(({ label, value: { spacing, radii, energies, forces, slopes } }): LammpsTable => {
    const [r, e, f] = [radii, energies, forces].map((list) => Float64Array.from(list))
    // The rows of a bitmapped table have been sorted.
    return {
      keyword: label,
      spacing: spacing === "BITMAP" ? "listed" : spacing,
      radii: r,
      energies: e,
      forces: f,
      ...(slopes && { slopes }),
    }
  })
  const coefficients = entries.map(({ a, b, label, value: { radii, cutoff = radii[radii.length - 1] } }) => {
    return { elements: [elements[a], elements[b]] as const, text: `${file} ${label} ${cutoff}` }
  })
  return {
    terms: [{ style: "table", settings: `${interpolation} ${points}`, coefficients }],
    files: { [file]: writeLammpsTables(tables, "Written by Luthier: r [Å], energy [eV], force [eV/Å]") },
    exact: true,
    warnings: [],
  }
}
