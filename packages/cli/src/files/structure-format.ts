import { type Configuration, elementsOf, Failure, failureAt, formatExtxyz, formatLammpsData, formatPoscar } from "@luthier/core"

/** Formats that a structure is written in. */
export const structureFormats = ["extxyz", "poscar", "lammps-data"] as const
export type StructureFormat = (typeof structureFormats)[number]

/** Names that tell the format, for people. */
export const structureNames = ".xyz, .extxyz, POSCAR, .vasp, .data or .lmp"

/** The format that the name of a file tells. @throws Failure with `advice` for a name that tells none. */
export function structureFormatOf(file: string, advice: string): StructureFormat {
  if (/\.(?:ext)?xyz$/iu.test(file)) return "extxyz"
  if (/(?:POSCAR|CONTCAR)(?![^/]*\.gz$)[^/]*$|\.vasp$|\.poscar$/iu.test(file)) return "poscar"
  if (/\.(?:data|lmp|lammps)$/iu.test(file)) return "lammps-data"
  throw new Failure("the name does not tell the format", { place: { file }, advice })
}

/** The text of a file of one structure. @throws Failure at the place of a structure that the format cannot hold. */
export function structureText(configuration: Configuration, format: StructureFormat): string {
  const { structure } = configuration
  try {
    if (format === "extxyz") return formatExtxyz(configuration)
    return format === "poscar" ? formatPoscar(structure) : formatLammpsData(structure, elementsOf(structure.numbers)).text
  } catch (error) {
    throw error instanceof Failure ? failureAt(configuration, error) : error
  }
}
