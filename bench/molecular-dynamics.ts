import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  createPotential,
  drawVelocities,
  type ForceEngine,
  lammpsModel,
  pairCommands,
  parameterValues,
  potentialEngine,
  startMotion,
  type Structure,
  symbolOf,
  threadedEngine,
  velocityVerlet,
} from "@luthier/core"
import { createTeam } from "../packages/cli/src/executors/threads.ts"
import { shakenDiamond } from "./crystal.ts"
import { copperCrystal, copperSetfl } from "./embedded-atoms.ts"
import { dataFile } from "./lammps.ts"
import { argon, argonSpec } from "./lennard-jones.ts"
import { compare, type Comparison } from "./measure.ts"

/** A crystal that is hot, and its potential as a user would have it. */
interface HotCrystal {
  readonly name: string
  readonly structure: Structure
  readonly mass: number
  readonly spec: object
  /** [K] */
  readonly temperature: number
  /** [fs] */
  readonly timestep: number
  /** [Å] */
  readonly skin: number
}

// Silicon: F. H. Stillinger and T. A. Weber, doi:10.1103/PhysRevB.31.5262; J. Tersoff, doi:10.1103/PhysRevB.38.9902 (T3).
const stillingerWeber = "Si Si Si 2.1683 2.0951 1.80 21.0 1.20 -0.333333333333 7.049556277 0.6022245584 4.0 0.0 0.0\n"
const tersoff = "Si Si Si 3.0 1.0 1.3258 4.8381 2.0417 0.0 22.956 0.33675 1.3258 95.373 3.0 0.2 3.2394 3264.7\n"

function silicon(): Structure {
  return shakenDiamond({ n: 16, lattice: 5.431, shake: 0.02, number: 14, seed: 5 })
}

const crystals: readonly (() => HotCrystal)[] = [
  () => ({ name: "Lennard-Jones", structure: argon(20), mass: 39.948, spec: argonSpec, temperature: 160, timestep: 4, skin: 1 }),
  () => ({
    name: "Embedded atoms",
    structure: copperCrystal(20),
    mass: 63.546,
    spec: { kind: "setfl", file: "copper.alloy", text: copperSetfl },
    temperature: 1600,
    timestep: 2,
    skin: 1,
  }),
  () => ({
    name: "Stillinger–Weber",
    structure: silicon(),
    mass: 28.085,
    spec: { kind: "stillinger-weber", file: "Si.sw", text: stillingerWeber },
    temperature: 2000,
    timestep: 1,
    skin: 1,
  }),
  () => ({
    name: "Tersoff",
    structure: silicon(),
    mass: 28.085,
    spec: { kind: "tersoff", file: "Si.tersoff", text: tersoff },
    temperature: 2000,
    timestep: 1,
    skin: 1,
  }),
]

const STEPS = 40
/** Of a block of steps whose fastest is taken; long enough that most have a new list. */
const BLOCK = 20
const BLOCKS = 10

/** Steps of molecular dynamics (forces, lists and integration) beside LAMMPS, one thread each, in processor time. */
export function measureDynamics(rounds: number): Comparison[] {
  return crystals.map((make) => {
    const crystal = make()
    const { engine, go } = createRun(crystal, soloEngine(crystal))
    go(STEPS)
    const ours = (): number => {
      const start = process.threadCpuUsage()
      go(STEPS)
      const { user, system } = process.threadCpuUsage(start)
      return (user + system) / 1000 / STEPS
    }
    const theirs = (): number => lammpsLoops(crystal, 1, STEPS, 1)[0].busy
    const measured = Array.from({ length: rounds }, () => ({ ours: ours(), theirs: theirs() }))
    engine.release()
    return compare(`${crystal.name}: a step of dynamics`, measured, 1)
  })
}

/**
 * The same in two threads, beside two processes of LAMMPS under `mpirun`. What two of them take together is only seen on the clock, so the
 * fastest of many blocks of steps counts, of both; on a machine that is busy with other things it says little.
 */
export async function measureTeams(rounds: number): Promise<Comparison[]> {
  const comparisons: Comparison[] = []
  for (const make of crystals) {
    const crystal = make()
    const executor = createTeam(1)
    const potential = createPotential(crystal.spec)
    const team = await threadedEngine(potential, parameterValues(potential.parameters), { skin: crystal.skin, executor })
    const { engine, go } = createRun(crystal, team)
    go(STEPS)
    const [ours, theirs]: [number[], number[]] = [[], []]
    for (let round = 0; round < rounds; round++) {
      for (let block = 0; block < BLOCKS; block++) {
        const start = performance.now()
        go(BLOCK)
        ours.push((performance.now() - start) / BLOCK)
      }
      theirs.push(...lammpsLoops(crystal, 2, BLOCK, BLOCKS).map(({ wall }) => wall))
    }
    engine.release()
    await executor.close()
    const fastest = { ours: Math.min(...ours), theirs: Math.min(...theirs) }
    comparisons.push(compare(`${crystal.name}: a step of dynamics, two threads`, [fastest], 1))
  }
  return comparisons
}

function soloEngine({ spec, skin }: HotCrystal): ForceEngine {
  const potential = createPotential(spec)
  return potentialEngine(potential, parameterValues(potential.parameters), { skin })
}

/** A run that goes on by some steps at each call. */
function createRun(
  { structure, temperature, timestep }: HotCrystal,
  engine: ForceEngine,
): { readonly engine: ForceEngine; go(steps: number): void } {
  const motion = startMotion(structure, engine, 1)
  drawVelocities(motion, temperature)
  const { step } = velocityVerlet(timestep)
  return {
    engine,
    go: (steps) => {
      for (let k = 0; k < steps; k++) step(motion, engine)
    },
  }
}

/** Milliseconds a step, on the clock and of the processor, of each of several loops that follow one of `STEPS`. */
function lammpsLoops(
  { structure, mass, spec, temperature, timestep, skin }: HotCrystal,
  processes: number,
  steps: number,
  loops: number,
): { readonly wall: number; readonly busy: number }[] {
  const potential = createPotential(spec)
  const model = lammpsModel(potential, parameterValues(potential.parameters))
  const folder = mkdtempSync(join(tmpdir(), "bench-"))
  try {
    for (const [name, text] of Object.entries(model.files)) writeFileSync(join(folder, name), text)
    writeFileSync(join(folder, "atoms.data"), dataFile(structure, mass))
    const input = `
units metal
atom_style atomic
read_data atoms.data
${pairCommands(model, [symbolOf(structure.numbers[0])]).join("\n")}
neighbor ${skin} bin
neigh_modify delay 0 every 1 check yes
timestep ${timestep / 1000}
velocity all create ${temperature} 1
fix nve all nve
thermo ${STEPS}
run ${STEPS}
${`run ${steps}\n`.repeat(loops)}`
    writeFileSync(join(folder, "in.bench"), input)
    const environment = { ...process.env, OMP_NUM_THREADS: "1", OMPI_ALLOW_RUN_AS_ROOT: "1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: "1" }
    // Two that wait for each other must not hold the processors of a busy machine.
    Object.assign(environment, { OMPI_MCA_mpi_yield_when_idle: "1" })
    const program = process.env["LAMMPS"] ?? "lmp"
    const words = [program, "-in", "in.bench", "-log", "log.lammps", "-screen", "none"]
    const [command, ...rest] = processes === 1 ? words : ["mpirun", "--oversubscribe", "-np", String(processes), ...words]
    execFileSync(command, rest, { cwd: folder, env: environment, stdio: "ignore" })
    const log = readFileSync(join(folder, "log.lammps"), "utf8")
    const took = Array.from(log.matchAll(/^Loop time of (\S+)/gmu), (match) => Number(match[1])).slice(1)
    const busy = Array.from(log.matchAll(/([\d.]+)% CPU use/gu), (match) => Math.min(1, Number(match[1]) / 100)).slice(1)
    return took.map((seconds, k) => ({ wall: (1000 * seconds) / steps, busy: (1000 * seconds * busy[k]) / steps }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
