import { symbolOf } from "../../atoms/elements.ts"
import type { Configuration } from "../../atoms/structure.ts"
import { matrixFromVoigt } from "../../units/stress.ts"
import { displacesLabel } from "../labels.ts"
import { defaultGroup } from "../reader.ts"
import { formatText, formatValue } from "./comment.ts"

/** What may be written beside the configuration itself. */
export interface ExtxyzExtras {
  /** Further columns of reals, `width` numbers an atom. */
  readonly columns?: readonly { readonly name: string; readonly width: number; readonly values: ArrayLike<number> }[]
  /** Further key–value pairs of the comment line. */
  readonly info?: Readonly<Record<string, string | number>>
}

/** Keys that have a meaning of their own in the comment line. */
const reserved = /^(?:properties|lattice|pbc|config_type|(?:config_)?(?:\w+_)?weight)$/iu

/**
 * One frame of extended XYZ, ended by a newline. Numbers are the shortest that read back to the same bits; labels are `energy`, `forces`
 * and `stress` (nine numbers), weights `energy_weight`, `forces_weight` and `stress_weight` where they are not 1. An `info` key that a
 * reader would take for something else is written as `info_<key>`.
 */
export function formatExtxyz(configuration: Configuration, extras: ExtxyzExtras = {}): string {
  const { structure, forces } = configuration
  const { numbers, positions } = structure
  const columns = [
    { name: "pos", width: 3, values: positions },
    ...(forces === undefined ? [] : [{ name: "forces", width: 3, values: forces }]),
    ...(extras.columns ?? []),
  ]
  const lines = [String(numbers.length), header(configuration, columns, extras)]
  for (let i = 0; i < numbers.length; i++) {
    let line = symbolOf(numbers[i])
    for (const { width, values } of columns) for (let c = 0; c < width; c++) line += ` ${formatNumber(values[width * i + c])}`
    lines.push(line)
  }
  return `${lines.join("\n")}\n`
}

/** Extended XYZ of many configurations, frame by frame. */
export async function* writeExtxyz(configurations: AsyncIterable<Configuration> | Iterable<Configuration>): AsyncGenerator<string> {
  for await (const configuration of configurations) yield formatExtxyz(configuration)
}

/** The shortest decimal that reads back to the same bits, the sign of zero included. */
export function formatNumber(value: number): string {
  return Object.is(value, -0) ? "-0" : Number.isNaN(value) ? "nan" : String(value)
}

function header(configuration: Configuration, columns: readonly { name: string; width: number }[], extras: ExtxyzExtras): string {
  const { structure, energy, stress, group, weights, info } = configuration
  const parts: string[] = []
  if (structure.cell) parts.push(`Lattice="${join(structure.cell)}"`)
  parts.push(`Properties=species:S:1:${columns.map(({ name, width }) => `${name}:R:${width}`).join(":")}`)
  if (energy !== undefined) parts.push(`energy=${formatNumber(energy)}`)
  if (stress) parts.push(`stress="${join(matrixFromVoigt(stress))}"`)
  if (group !== defaultGroup) parts.push(`config_type=${formatText(group)}`)
  for (const [name, weight] of Object.entries(weights)) if (weight !== 1) parts.push(`${name}_weight=${formatNumber(weight)}`)
  const written = [...(energy === undefined ? [] : ["energy"]), ...(stress === undefined ? [] : ["stress"])]
  for (const [key, value] of Object.entries({ ...info })) {
    const name = reserved.test(key) || displacesLabel(key, written) ? `info_${key}` : key
    parts.push(`${formatText(name)}=${formatValue(value)}`)
  }
  for (const [key, value] of Object.entries({ ...extras.info })) {
    parts.push(`${formatText(key)}=${typeof value === "number" ? formatNumber(value) : formatValue(value)}`)
  }
  parts.push(`pbc="${structure.pbc.map((periodic) => (periodic ? "T" : "F")).join(" ")}"`)
  return parts.join(" ")
}

function join(values: ArrayLike<number>): string {
  return Array.from(values, formatNumber).join(" ")
}
