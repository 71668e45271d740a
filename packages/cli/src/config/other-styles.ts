import { basename } from "node:path"

/** Files of LAMMPS whose form luthier does not have, by their name: the pair style, what it is, and what may be read in its place. */
const styles: readonly (readonly [name: RegExp, style: string, nature: string, advice?: string])[] = [
  [/\.extep$/u, "extep", "the triplets of a Tersoff potential with a correction of its bonds by tables of coordination"],
  [/\.gw(?:\.zbl)?$/u, "gw", "a Tersoff potential with a term of its own in its bond order"],
  [/\.vashishta$/u, "vashishta", "pairs with charges and dipoles, and triplets"],
  [/\.bop\.table$/u, "bop", "bond orders by moments"],
  [/\.poly$/u, "polymorphic", "functions of pairs, angles and bonds as tables"],
  [/\.(?:airebo(?:-m)?|rebo)$/u, "airebo or rebo", "bond orders with conjugation"],
  [/\.lcbop$/u, "lcbop", "bond orders of long range"],
  [/\.KC(?:-full)?$/u, "kolmogorov/crespi", "forces between layers"],
  [/\.(?:ILP|Lebedeva)$/u, "ilp or lebedeva", "forces between layers"],
  [/\.drip$/u, "drip", "forces between layers"],
  [/\.nb3b\.harmonic$/u, "nb3b/harmonic", "harmonic angles"],
  [/\.streitz$/u, "coul/streitz", "charges that equilibrate"],
  [/^(?:ffield|lib)\.comb3?$/u, "comb", "bond orders with charges that equilibrate"],
  [/^ffield\.smtbq\./u, "smtbq", "charges that equilibrate"],
  [/^ffield\.(?:ci-)?reax/u, "reaxff", "bond orders with charges that equilibrate"],
  [/^ffield\.eim$/u, "eim", "an embedded-ion method"],
  [/\.cdeam$/u, "eam/cd", "an embedded-atom method whose pairs depend on concentration"],
  [/\.eam\.he$/u, "eam/he", "an embedded-atom method with densities below zero"],
  [/\.agni$/u, "agni", "forces by likeness to fingerprints, without an energy"],
  [/\.rann$/u, "rann", "neural networks"],
  [/\.mgpt\./u, "mgpt", "multi-ion terms of transition metals"],
  [/\.mliap(?:\.|$)/u, "mliap", "descriptors and a model apart", "name a .snapcoeff file, where there is one"],
  [/\.quip$/u, "quip", "a potential of the program QUIP"],
  [/\.snap$/u, "snap", "commands that name the files of a potential", "name its .snapcoeff file"],
]

/** Why a file cannot be read whose name says that it is of a pair style which luthier does not have, and what to do; nothing for others. */
export function otherStyle(file: string): { readonly what: string; readonly advice: string } | undefined {
  const found = styles.find(([name]) => name.test(basename(file)))
  if (!found) return undefined
  const [, style, nature, advice = "use a potential of another form; luthier evaluate --help lists those that are read"] = found
  return { what: `this is a file of pair_style ${style} (${nature}), which luthier does not read`, advice }
}
