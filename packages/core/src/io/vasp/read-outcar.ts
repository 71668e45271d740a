import type { Configuration } from "../../atoms/structure.ts"
import { kilobar } from "../../units/constants.ts"
import { stressFromVasp, stressVasp } from "../../units/conventions.ts"
import type { StressAse } from "../../units/stress.ts"
import { defaultGroup } from "../reader.ts"
import type { Reader, ReadOptions, VaspEnergy } from "../reader.ts"
import { shown } from "../source/fields.ts"
import { LineCursor } from "../source/line-cursor.ts"
import type { TextSource } from "../source/text-source.ts"
import { potcarElement } from "./potcar-element.ts"

/**
 * OUTCAR of VASP: every complete ionic step with its energy [eV], forces and stress (the `in kB` line: without kinetic terms).
 *
 * The energy is `energy(sigma->0)` unless `options.vaspEnergy` says otherwise; the forces are derivatives of the free energy. Whether
 * the electronic loop reached EDIFF is kept as `info.electronic_converged`.
 */
export const outcarReader: Reader = Object.freeze({ name: "outcar", extensions: ["outcar", "OUTCAR"], detect, read })

function detect(head: string): boolean {
  return /^\s*vasp\.\d/u.test(head) || /^\s*(?:INCAR|POTCAR):\s/mu.test(head)
}

interface Step {
  cell?: Float64Array
  stress?: StressAse
  positions?: Float64Array
  forces?: Float64Array
  converged?: boolean
  line?: number
}

async function* read(source: TextSource, options: ReadOptions = {}): AsyncGenerator<Configuration> {
  const cursor = new LineCursor(source)
  const kind = options.vaspEnergy ?? "sigma->0"
  const elements: number[] = []
  let numbers: Int32Array | undefined
  let step: Step = {}
  let frame = 0
  let stresses = 0
  try {
    for (let line = await cursor.next(); line !== undefined; line = await cursor.next()) {
      if (line.includes("VRHFIN")) elements.push(readElement(cursor, line))
      else if (line.includes("ions per type =")) numbers = readNumbers(cursor, line, elements)
      else if (line.includes("direct lattice vectors")) step.cell = await readVectors(cursor)
      else if (line.trimStart().startsWith("in kB ")) step.stress = readStress(cursor, line)
      else if (line.includes("aborting loop")) step.converged = !/not reached|unconverged/u.test(line)
      else if (line.includes("TOTAL-FORCE (eV/Angst)")) {
        if (numbers === undefined)
          throw cursor.fail("forces before the line “ions per type”", { advice: "the beginning of the OUTCAR is missing" })
        Object.assign(step, { line: cursor.line }, await readForces(cursor, numbers.length))
      } else if (line.includes("FREE ENERGIE OF THE ION-ELECTRON SYSTEM") && step.positions !== undefined) {
        const energy = await readEnergy(cursor, kind)
        yield configuration(source.name, numbers, step, energy, frame++, options)
        if (step.stress !== undefined) stresses++
        // The cell stays until the next one is printed; with fixed cells it is printed at every step all the same.
        step = step.cell === undefined ? {} : { cell: step.cell }
      }
    }
    if (step.positions !== undefined)
      throw cursor.fail("the file ends before the energy of its last ionic step", {
        advice: "the run was cut short; cut the last step off",
      })
    if (frame === 0) throw cursor.fail("no complete ionic step", { advice: "the run stopped before its first forces" })
  } finally {
    options.onKeys?.({
      file: source.name,
      format: "outcar",
      energy: frame > 0 ? [energyNames[kind]] : [],
      forces: frame > 0 ? ["TOTAL-FORCE"] : [],
      stress: stresses > 0 ? ["in kB"] : [],
      unused: Object.entries(energyNames).flatMap(([name, text]) => (name === kind ? [] : [text])),
    })
    await cursor.close()
  }
}

/** The words with which OUTCAR prints each energy. */
const energyNames: Readonly<Record<VaspEnergy, string>> = {
  "sigma->0": "energy(sigma->0)",
  free: "free  energy   TOTEN",
  "without-entropy": "energy  without entropy",
}

const energyPatterns: Readonly<Record<VaspEnergy, RegExp>> = {
  "sigma->0": /energy\(sigma->0\)\s*=\s*(\S+)/u,
  free: /free\s+energy\s+TOTEN\s*=\s*(\S+)/u,
  "without-entropy": /energy\s+without\s+entropy\s*=\s*(\S+)/u,
}

function configuration(
  file: string,
  numbers: Int32Array | undefined,
  step: Step,
  energy: number,
  frame: number,
  options: ReadOptions,
): Configuration {
  const { cell, positions, forces, stress, converged, line } = step
  if (numbers === undefined || positions === undefined) throw new RangeError("an ionic step without atoms")
  return {
    structure: { numbers, positions, cell: cell ?? null, pbc: cell === undefined ? [false, false, false] : [true, true, true] },
    energy,
    ...(forces === undefined ? {} : { forces }),
    ...(stress === undefined ? {} : { stress }),
    group: options.group ?? defaultGroup,
    weights: { energy: 1, forces: 1, stress: 1 },
    origin: { file, frame, ...(line === undefined ? {} : { line }) },
    ...(converged === undefined ? {} : { info: { electronic_converged: converged ? "T" : "F" } }),
  }
}

function readElement(cursor: LineCursor, line: string): number {
  const name = /VRHFIN\s*=\s*([A-Za-z]+)/u.exec(line)?.[1] ?? ""
  const number = potcarElement(name)
  if (number === undefined)
    throw cursor.fail(`VRHFIN names no element: “${shown(line.trim())}”`, {
      column: line.indexOf("VRHFIN") + 1,
      advice: "expected VRHFIN =Cu: …",
    })
  return number
}

function readNumbers(cursor: LineCursor, line: string, elements: readonly number[]): Int32Array {
  const counts = line
    .slice(line.indexOf("=") + 1)
    .trim()
    .split(/\s+/u)
    .map(Number)
  if (counts.length !== elements.length || counts.some((count) => !Number.isInteger(count) || count < 1)) {
    throw cursor.fail(`${elements.length} pseudopotentials, but “${shown(line.trim())}”`, {
      column: line.indexOf("=") + 2,
      advice: "expected one count for each VRHFIN line",
    })
  }
  return Int32Array.from(counts.flatMap((count, k) => Array.from<number>({ length: count }).fill(elements[k])))
}

/** Numbers of a fixed-format line, which may touch one another where a sign fills the gap. */
function readRow(cursor: LineCursor, line: string, count: number, what: string): number[] {
  const found = [...line.matchAll(/[-+]?\d+\.\d*(?:[eEdD][-+]?\d+)?/gu)].map(([text]) => Number(text))
  if (found.length === count) return found
  const stars = line.indexOf("*")
  throw cursor.fail(`${what} should be ${count} numbers: “${shown(line.trim())}”`, {
    column: (stars < 0 ? line.search(/\S|$/u) : stars) + 1,
    advice:
      stars < 0 ? "the file is cut short or was edited" : "Fortran prints stars when a number does not fit its field; leave this step out",
  })
}

async function readVectors(cursor: LineCursor): Promise<Float64Array> {
  const cell = new Float64Array(9)
  for (let d = 0; d < 3; d++) cell.set(readRow(cursor, await cursor.expect("a lattice vector"), 6, "a lattice vector").slice(0, 3), 3 * d)
  return cell
}

function readStress(cursor: LineCursor, line: string): StressAse {
  const values = readRow(cursor, line, 6, "the stress")
  const stress = stressFromVasp(stressVasp(values))
  // A stress of a million kbar is a number that ran into its neighbour, not a material.
  if (stress.some((value) => Math.abs(value) > 1e6 * kilobar))
    throw cursor.fail(`the stress is ${shown(line.trim())}`, { column: 1, advice: "check the file" })
  return stress
}

async function readForces(cursor: LineCursor, count: number): Promise<{ positions: Float64Array; forces: Float64Array }> {
  const positions = new Float64Array(3 * count)
  const forces = new Float64Array(3 * count)
  await cursor.expect("a line of dashes")
  for (let i = 0; i < count; i++) {
    const row = readRow(cursor, await cursor.expect("the position and force of an atom"), 6, "the position and force of an atom")
    positions.set(row.slice(0, 3), 3 * i)
    forces.set(row.slice(3), 3 * i)
  }
  return { positions, forces }
}

async function readEnergy(cursor: LineCursor, kind: VaspEnergy): Promise<number> {
  const start = cursor.line
  for (let i = 0; i < 8; i++) {
    const line = await cursor.expect("the energy of the ionic step")
    const found = energyPatterns[kind].exec(line)
    if (!found) continue
    const energy = Number(found[1])
    if (Number.isFinite(energy)) return energy
    throw cursor.fail(`the energy is “${shown(found[1])}”`, { column: line.indexOf(found[1]) + 1, advice: "leave this step out" })
  }
  throw cursor.fail(`no “${energyNames[kind]}” after the line of the free energy`, {
    line: start,
    advice: "expected VASP's summary of energies",
  })
}
