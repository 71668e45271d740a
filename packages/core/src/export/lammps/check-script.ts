import { massOf, numberOf } from "../../atoms/elements.ts"
import type { LammpsModel } from "../../potentials/lammps-model.ts"
import { pairCommands } from "./commands.ts"

/** Name of the data file of structure k of a check. */
export function checkDataFile(k: number): string {
  return `structure${k}.data`
}

/** Name of the forces that LAMMPS writes for structure k of a check. */
export function checkForceFile(k: number): string {
  return `forces${k}.dump`
}

/**
 * A script that evaluates many structures in one run: a line `check k pe pxx pyy pzz pxy pxz pyz` and a force dump for each.
 *
 * @param boundaries what LAMMPS is told of each structure's periodicity, such as `p p f`
 */
export function checkScript(model: LammpsModel, symbols: readonly string[], boundaries: readonly string[]): string {
  const structures = boundaries.map(
    (boundary, k) => `clear
units metal
atom_style atomic
atom_modify map array
boundary ${boundary}
box tilt large
read_data ${checkDataFile(k)}
${symbols.map((symbol, type) => `mass ${type + 1} ${massOf(numberOf(symbol)!)}`).join("\n")}
${pairCommands(model, symbols).join("\n")}
neighbor 0.5 bin
thermo_style custom step pe pxx pyy pzz pxy pxz pyz
thermo_modify norm no
dump forces all custom 1 ${checkForceFile(k)} id fx fy fz
dump_modify forces sort id format float %.17g
run 0
print "check ${k} $(pe:%.17g) $(pxx:%.17g) $(pyy:%.17g) $(pzz:%.17g) $(pxy:%.17g) $(pxz:%.17g) $(pyz:%.17g)"
undump forces
`,
  )
  return structures.join("\n")
}
