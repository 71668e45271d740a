import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Structure } from "@luthier/core"

/** What LAMMPS measured and computed for atoms that stand still. */
export interface LammpsRun {
  /** Processor time of its pair styles a step, and of its neighbour list a build [ms]. */
  readonly pair: number
  readonly neighbour: number
  /** [eV] */
  readonly energy: number
  /** `[3N]` [eV/Å] */
  readonly forces: Float64Array
}

const command = process.env["LAMMPS"] ?? "lmp"

/** Whether there is a LAMMPS to compare with. */
export function hasLammps(): boolean {
  try {
    execFileSync(command, ["-h"], { stdio: "ignore" })
    return true
  } catch {
    return false
  }
}

/**
 * Runs Debian's `lmp` on one core: first `steps` steps without a new list, each with energy and virial; then `builds` steps that
 * each make the list.
 *
 * @param pairStyle `pair_style` and `pair_coeff` lines
 * @param files further files that they read
 */
export function runLammps(options: {
  readonly structure: Structure
  readonly pairStyle: string
  readonly skin: number
  readonly mass: number
  readonly steps: number
  readonly builds: number
  readonly files?: Readonly<Record<string, string>>
}): LammpsRun {
  const { structure, pairStyle, skin, mass, steps, builds, files = {} } = options
  const folder = mkdtempSync(join(tmpdir(), "bench-"))
  try {
    writeFileSync(join(folder, "atoms.data"), dataFile(structure, mass))
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    const input = `
units metal
atom_style atomic
read_data atoms.data
${pairStyle}
neighbor ${skin} bin
neigh_modify delay 1000000 every 1000000 check no
thermo_style custom step pe pxx pyy pzz pyz pxz pxy
thermo_modify norm no format float %.17g
thermo 1
dump forces all custom ${steps} forces.dump id fx fy fz
dump_modify forces sort id format float %.17g first no
run ${steps}
undump forces
neigh_modify delay 0 every 1 check no
run ${builds}
`
    writeFileSync(join(folder, "in.bench"), input)
    const environment = { ...process.env, OMP_NUM_THREADS: "1", OMPI_ALLOW_RUN_AS_ROOT: "1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: "1" }
    execFileSync(command, ["-in", "in.bench", "-log", "log.lammps", "-screen", "none"], { cwd: folder, env: environment, stdio: "ignore" })
    const log = readFileSync(join(folder, "log.lammps"), "utf8")
    // Its breakdown is in wall time, of which it tells how much it had the processor.
    const busy = Array.from(log.matchAll(/([\d.]+)% CPU use/g), (match) => Math.min(1, Number(match[1]) / 100))
    return {
      pair: (1000 * section(log, "Pair")[0] * busy[0]) / steps,
      neighbour: (1000 * section(log, "Neigh")[1] * busy[1]) / builds,
      energy: Number(/^ *0 +(\S+)/m.exec(log.slice(log.indexOf("Step PotEng")))![1]),
      forces: readForces(readFileSync(join(folder, "forces.dump"), "utf8"), structure.numbers.length),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Seconds of one line of the timing breakdown, for each run of the log. */
function section(log: string, name: string): number[] {
  return Array.from(log.matchAll(new RegExp(`^${name} +\\| (\\S+)`, "gm")), (match) => Number(match[1]))
}

function readForces(dump: string, count: number): Float64Array {
  const lines = dump
    .slice(dump.indexOf("ITEM: ATOMS"))
    .split("\n")
    .slice(1, count + 1)
  return Float64Array.from(lines.flatMap((line) => line.trim().split(" ").slice(1).map(Number)))
}

/** A data file of atoms of one type in a rectangular cell. */
export function dataFile({ numbers, positions, cell }: Structure, mass: number): string {
  const [x, y, z] = [0, 4, 8].map((k) => cell![k])
  const atoms = Array.from(numbers, (_, i) => `${i + 1} 1 ${positions.subarray(3 * i, 3 * i + 3).join(" ")}`)
  return `benchmark

${numbers.length} atoms
1 atom types
0 ${x} xlo xhi
0 ${y} ylo yhi
0 ${z} zlo zhi

Masses

1 ${mass}

Atoms

${atoms.join("\n")}
`
}
