import { existsSync } from "node:fs"
import { basename } from "node:path"
import {
  type Crystal,
  crystalFromStructure,
  crystalOfUsualVolume,
  elementsOf,
  Failure,
  groundStateOf,
  type Potential,
  prototypeNames,
  prototypeOf,
  readAny,
  type Structure,
  symbolOf,
  symmetrised,
  withPrimitiveCell,
} from "@luthier/core"
import { fileSource } from "../../files/file-source.ts"
import type { Log } from "../log.ts"

/** A crystal to look at, and the name of its prototype, null for one from a file. */
export interface ChosenCrystal {
  readonly crystal: Crystal
  readonly prototype: string | null
}

/**
 * The crystal that a suite looks at: a prototype (`fcc`, `B1`), of elements that are named (`B1:Na,Cl`) or those of the potential, or
 * the first frame of a file; without a name the structure in which the potential's element is found.
 *
 * @param lattice a [Å] from which the relaxation starts
 */
export async function chooseCrystal(
  { elements }: Potential,
  given: string | undefined,
  lattice: number | undefined,
  log?: Pick<Log, "line">,
): Promise<ChosenCrystal> {
  const symbols = elements.map(symbolOf)
  if (given === undefined) {
    const state = elements.length === 1 ? groundStateOf(elements[0]) : undefined
    if (state) return { crystal: crystalOfUsualVolume(state.prototype, symbols, lattice), prototype: state.prototype }
    const what = elements.length === 1 ? `no crystal of ${symbols[0]} is usual` : `the potential is for ${symbols.join(", ")}`
    throw new Failure(`${what}: which crystal is to be looked at?`, {
      advice: "name one with --crystal: fcc, B1:Na,Cl, or a file with its cell",
    })
  }
  const [name, list] = given.split(":")
  const prototype = prototypeOf(name)
  if (!prototype) {
    const crystal = knownTo(symbols, await crystalOfFile(given, log))
    if (lattice === undefined) return { crystal, prototype: null }
    throw new Failure("--lattice is of crystals that are named: a file says itself where the relaxation starts", { place: { file: given } })
  }
  const wanted = list?.split(",").map((symbol) => symbol.trim()) ?? symbols.slice(0, prototype.species)
  if (list === undefined && symbols.length !== prototype.species) {
    throw new Failure(`${name} is made of ${prototype.species} of the elements ${symbols.join(", ")}: which?`, {
      advice: `name them, such as --crystal ${name}:${Array.from({ length: prototype.species }, (_, k) => symbols[k] ?? "X").join(",")}`,
    })
  }
  return { crystal: knownTo(symbols, crystalOfUsualVolume(prototype.name, wanted, lattice)), prototype: prototype.name }
}

/** Atoms of a file this near to where symmetry puts them are there [Å]. */
const ROUNDED = 1e-3

/** The crystal in the first frame of a file, its numbers made exact where they are rounded, in its smallest cell. */
export async function crystalOfFile(file: string, log?: Pick<Log, "line">): Promise<Crystal> {
  if (!existsSync(file)) {
    throw new Failure(`no crystal and no file is called "${file}"`, { advice: `crystals are ${prototypeNames.join(", ")}` })
  }
  const structure = await firstFrame(file)
  if (structure.cell !== null && structure.pbc.every(Boolean)) {
    const { structure: exact, operations, before, moved } = symmetrised(structure, ROUNDED)
    if (operations > before) {
      log?.line(`${file}: ${operations} operations of symmetry, ${before} before its atoms moved by up to ${moved.toPrecision(1)} Å`)
    }
    return withPrimitiveCell(crystalFromStructure(basename(file), exact))
  }
  throw new Failure("its first frame is no crystal: it does not repeat in three directions", {
    place: { file },
    advice: "give a file with a cell",
  })
}

/** The molecule in the first frame of a file. */
export async function chooseMolecule({ elements }: Potential, file: string): Promise<Structure> {
  const structure = await firstFrame(file)
  demandKnown(elements.map(symbolOf), structure, file)
  if (structure.pbc.some(Boolean)) {
    throw new Failure("its first frame is no molecule: it repeats", {
      place: { file },
      advice: 'give a file with pbc="F F F", or another suite',
    })
  }
  return { ...structure, cell: null }
}

async function firstFrame(file: string): Promise<Structure> {
  for await (const { structure } of readAny(await fileSource(file))) return structure
  throw new Failure("there is no structure in this file", { place: { file } })
}

function knownTo(symbols: readonly string[], crystal: Crystal): Crystal {
  demandKnown(symbols, crystal.primitive, crystal.name)
  return crystal
}

function demandKnown(symbols: readonly string[], { numbers }: Structure, name: string): void {
  const other = elementsOf(numbers)
    .map(symbolOf)
    .find((symbol) => !symbols.includes(symbol))
  if (other === undefined) return
  throw new Failure(`the potential knows no ${other}, which is in ${name}`, { advice: `it is for ${symbols.join(", ")}` })
}
