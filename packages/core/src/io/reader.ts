import type { Configuration } from "../atoms/structure.ts"
import type { TextSource } from "./source/text-source.ts"

/** Reads one file format as a stream of configurations. */
export interface Reader {
  /** `extxyz`, `poscar`, …: the name by which a user asks for this format. */
  readonly name: string
  /** File name endings, without dot, or whole file names (`OUTCAR`). */
  readonly extensions: readonly string[]
  /** Whether a text that begins so, in a file of this name, is of this format. */
  detect(head: string, fileName: string): boolean
  /** The configurations in order, as they are read. @throws Failure at the first thing that is not right. */
  read(source: TextSource, options?: ReadOptions): AsyncIterable<Configuration>
}

/** Which of a file's keys is meant; several in order of preference; `null`: leave this label out. */
export type KeyChoice = string | readonly string[] | null

/** What may be said about a file beyond the file itself. */
export interface ReadOptions {
  /** Overrides the detection of labels, for formats that name them. A stress key with “virial” in its name holds a virial [eV]. */
  readonly keys?: { readonly energy?: KeyChoice; readonly forces?: KeyChoice; readonly stress?: KeyChoice }
  /** The key that holds a frame's group; `config_type` unless given. */
  readonly groupKey?: string
  /** The group of frames that name none; `default` unless given. */
  readonly group?: string
  /** Elements of types 1, 2, …, for formats (LAMMPS, VASP 4) that only number them. */
  readonly elements?: readonly string[]
  /** Which of VASP's energies: extrapolated to zero smearing (default), the free energy (whose derivative the forces are), or without entropy. */
  readonly vaspEnergy?: VaspEnergy
  /** Told once, when reading ends, what was taken for what. */
  readonly onKeys?: (keys: LabelKeys) => void
}

/** VASP's three electronic energies of a smeared metal. */
export type VaspEnergy = "sigma->0" | "free" | "without-entropy"

/** What of a file was taken as which label, in the words of the file. */
export interface LabelKeys {
  readonly file: string
  /** Format that was read. */
  readonly format: string
  /** Keys used; empty when no frame had any. More than one only where the user allowed it. */
  readonly energy: readonly string[]
  readonly forces: readonly string[]
  readonly stress: readonly string[]
  /** Keys and columns that look like labels but were not used. */
  readonly unused: readonly string[]
}

/** The group of frames that do not name one. */
export const defaultGroup = "default"

/** The report of a format that holds structures only. */
export function noLabels(file: string, format: string): LabelKeys {
  return { file, format, energy: [], forces: [], stress: [], unused: [] }
}
