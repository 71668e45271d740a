import { SpecFailure } from "../failure/failure.ts"
import { bar, bohr, gigapascal, hartree, kilobar, kilocaloriePerMole, kilojoulePerMole, planck } from "./constants.ts"

/** What a quantity measures; each has one internal unit, that of a number written without a unit. */
export type Dimension =
  | "energy"
  | "energy per atom"
  | "force"
  | "stress"
  | "length"
  | "time"
  | "mass"
  | "charge"
  | "temperature"
  | "angle"
  | "energy per area"
  | "volume per atom"
  | "frequency"
  | "number"

interface Unit {
  readonly name: string
  /** Other spellings. */
  readonly also?: readonly string[]
  /** Size in the internal unit. */
  readonly size: number
}

const energies: readonly Unit[] = [
  { name: "eV", size: 1 },
  { name: "meV", size: 1e-3 },
  { name: "kcal/mol", size: kilocaloriePerMole },
  { name: "kJ/mol", size: kilojoulePerMole },
  { name: "Ha", also: ["hartree"], size: hartree },
  { name: "Ry", also: ["rydberg"], size: hartree / 2 },
]

const lengths: readonly Unit[] = [
  { name: "Å", also: ["A", "Ang", "angstrom"], size: 1 },
  { name: "nm", size: 10 },
  { name: "pm", size: 0.01 },
  { name: "bohr", also: ["a0"], size: bohr },
]

// The first unit of each dimension is the internal one.
const units: Readonly<Record<Dimension, readonly Unit[]>> = {
  energy: energies,
  "energy per atom": energies.map((unit) => ({
    name: `${unit.name}/atom`,
    also: [unit.name, ...(unit.also ?? [])].flatMap((name) => [`${name}/atom`, name]),
    size: unit.size,
  })),
  force: energies.flatMap((energy) => lengths.map((length) => quotient(energy, length))),
  stress: [
    { name: "eV/Å³", also: ["eV/Å^3", "eV/A^3", "eV/A³", "eV/Ang^3", "eV/Å3", "eV/A3"], size: 1 },
    { name: "GPa", size: gigapascal },
    { name: "MPa", size: gigapascal * 1e-3 },
    { name: "kPa", size: gigapascal * 1e-6 },
    { name: "Pa", size: gigapascal * 1e-9 },
    { name: "kbar", also: ["kB"], size: kilobar },
    { name: "bar", size: bar },
  ],
  length: lengths,
  time: [
    { name: "fs", size: 1 },
    { name: "ps", size: 1000 },
    { name: "ns", size: 1e6 },
  ],
  mass: [{ name: "amu", also: ["u", "Da", "g/mol"], size: 1 }],
  charge: [{ name: "e", size: 1 }],
  temperature: [{ name: "K", size: 1 }],
  angle: [
    { name: "rad", size: 1 },
    { name: "deg", also: ["°"], size: Math.PI / 180 },
  ],
  "energy per area": [
    { name: "eV/Å²", also: ["eV/Å^2", "eV/A^2", "eV/A²", "eV/Å2", "eV/A2"], size: 1 },
    { name: "J/m²", also: ["J/m^2", "J/m2", "N/m"], size: 10 * gigapascal },
    { name: "mJ/m²", also: ["mJ/m^2", "mJ/m2", "mN/m", "erg/cm²", "erg/cm^2"], size: 0.01 * gigapascal },
  ],
  "volume per atom": [
    { name: "Å³/atom", also: ["Å^3/atom", "A^3/atom", "A³/atom", "Å³", "Å^3", "A^3"], size: 1 },
    { name: "nm³/atom", also: ["nm^3/atom"], size: 1000 },
    { name: "bohr³/atom", also: ["bohr^3/atom"], size: bohr ** 3 },
  ],
  frequency: [
    { name: "THz", size: 1 },
    { name: "1/cm", also: ["cm⁻¹", "cm^-1", "cm-1"], size: 0.0299792458 },
    { name: "meV", size: 1 / planck },
  ],
  number: [{ name: "", size: 1 }],
}

const pattern = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*?)\s*$/u

/** The unit of a plain number of this dimension, which is the unit inside Luthier: `eV/Å` for a force. */
export function internalUnit(dimension: Dimension): string {
  return units[dimension][0].name
}

/** The units in which a quantity of this dimension may be written. */
export function unitsOf(dimension: Dimension): readonly string[] {
  return units[dimension].map((unit) => unit.name)
}

/**
 * A quantity a person wrote, in the internal unit of its dimension; a plain number is already in that unit.
 *
 * @throws SpecFailure naming the accepted units; `offset` points at the part not understood.
 * @example
 * parseQuantity("5 meV/atom", "energy per atom") // 0.005
 * parseQuantity("0.1 GPa", "stress") // 0.000624150907446076
 */
export function parseQuantity(value: string | number, dimension: Dimension): number {
  if (typeof value === "number") return finite(value, String(value), dimension)
  const parts = pattern.exec(value)
  if (!parts) {
    throw new SpecFailure(`“${value}” is not a quantity`, { offset: 0, advice: `write a number and a unit, such as ${example(dimension)}` })
  }
  const [, number, name] = parts
  if (name === "") return finite(Number(number), value, dimension)
  const unit = findUnit(name, dimension)
  if (!unit) {
    throw new SpecFailure(`“${name}” is not a unit of ${dimension}`, {
      offset: value.indexOf(name, value.indexOf(number) + number.length),
      advice: unitAdvice(name, dimension),
    })
  }
  return finite(Number(number) * unit.size, value, dimension)
}

/** A value in the internal unit, converted to the named unit of its dimension. */
export function inUnit(value: number, dimension: Dimension, unit: string): number {
  const found = findUnit(unit, dimension)
  if (!found) throw new SpecFailure(`“${unit}” is not a unit of ${dimension}`, { advice: unitAdvice(unit, dimension) })
  return value / found.size
}

function findUnit(name: string, dimension: Dimension): Unit | undefined {
  // Å may be typed as the letter (U+00C5) or as the ångström sign (U+212B); NFC makes them one.
  const wanted = name.normalize("NFC").replaceAll(/\s/gu, "")
  const spelt = (unit: Unit, same: (a: string) => boolean) => [unit.name, ...(unit.also ?? [])].some(same)
  return units[dimension].find((unit) => spelt(unit, (spelling) => spelling === wanted))
}

function unitAdvice(name: string, dimension: Dimension): string {
  const other = (Object.keys(units) as Dimension[]).find((candidate) => candidate !== "number" && findUnit(name, candidate))
  const accepted = dimension === "number" ? "write a number without a unit" : `use one of ${shortList(dimension)}`
  return other === undefined ? accepted : `that is a unit of ${other}; ${accepted}`
}

function shortList(dimension: Dimension): string {
  return unitsOf(dimension).slice(0, 8).join(", ")
}

function example(dimension: Dimension): string {
  return `“0.5 ${internalUnit(dimension)}”`.replace(" ”", "”")
}

function quotient(energy: Unit, length: Unit): Unit {
  const spellings = [energy.name, ...(energy.also ?? [])].flatMap((e) => [length.name, ...(length.also ?? [])].map((l) => `${e}/${l}`))
  return { name: spellings[0], also: spellings.slice(1), size: energy.size / length.size }
}

function finite(value: number, text: string, dimension: Dimension): number {
  if (Number.isFinite(value)) return value
  throw new SpecFailure(`“${text}” is not a finite ${dimension}`, { offset: 0, advice: `write a number such as ${example(dimension)}` })
}
