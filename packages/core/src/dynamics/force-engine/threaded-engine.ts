import type { Structure } from "../../atoms/structure.ts"
import type { Executor } from "../../kernels/executor.ts"
import { registerJob } from "../../kernels/jobs.ts"
import { kernels } from "../../kernels/kernels.ts"
import { joinTeam, teamBlock, type TeamMember } from "../../kernels/team.ts"
import type { Potential, PotentialSpec } from "../../potentials/potential.ts"
import { createPotential } from "../../potentials/registry.ts"
import { Room } from "../neighbour-list/room.ts"
import { FOUND } from "./engine-share.ts"
import type { ForceEngine, Forces } from "./force-engine.ts"
import { potentialShare, sharesWork } from "./potential-engine.ts"
import { createOrders, ordersSize, readOrders } from "./orders.ts"
import { volumeOf } from "./solo-engine.ts"

/** What the other threads are told once. */
interface TeamSetup {
  readonly spec: PotentialSpec
  readonly theta: Float64Array
  readonly options: { readonly skin?: number }
  readonly size: number
  /** Pointers to the team's block, to the orders, and to a word that counts those who are ready. */
  readonly team: number
  readonly orders: number
  readonly ready: number
}

const JOB = "dynamics.share"

registerJob<TeamSetup, number, null>(JOB, ({ spec, theta, options, size, ...at }, rank) => {
  const potential = createPotential(spec)
  const share = potentialShare(potential, theta, options)
  const team = joinTeam(at.team, size, rank)
  const orders = readOrders(at.orders)
  const found = { energy: 0, virial: new Float64Array(6) }
  const ready = kernels().heap.view(Int32Array, at.ready, 1)
  Atomics.add(ready, 0, 1)
  Atomics.notify(ready, 0)
  try {
    for (;;) {
      // Nothing to do but to wait for what is wanted.
      team.step(() => {})
      const order = orders()
      if (order === "end") return null
      if (order.anew) share.forget()
      share.work(team, order, found)
    }
  } finally {
    share.release()
  }
})

/**
 * The engine that moves atoms in a potential, with this thread and those of an executor. A number of threads gives the same bits
 * always; another number others, by rounding.
 *
 * @param executor of threads that share this one's kernel memory; it is the engine's own until that is released
 */
export async function threadedEngine(
  potential: Potential,
  theta: Float64Array,
  options: { readonly skin?: number; readonly executor: Executor },
): Promise<ForceEngine> {
  const { executor, ...own } = options
  if (!sharesWork(potential, theta)) throw new Error("a potential that cannot be shared among threads was given to several")
  const { heap } = kernels()
  const size = executor.threads + 1
  const block = teamBlock(size)
  const given = heap.f64(ordersSize)
  const ready = heap.i32(1)
  const setup: TeamSetup = {
    spec: potential.spec,
    theta: theta.slice(0, potential.parameters.length),
    options: own,
    size,
    team: block.byteOffset,
    orders: given.byteOffset,
    ready: ready.byteOffset,
  }
  const ranks = Array.from({ length: executor.threads }, (_, k) => k + 1)
  const others = executor.map<number, null>(JOB, setup, ranks)
  let refused: Error | undefined
  others
    .catch((error: unknown) => (refused = error instanceof Error ? error : new Error(String(error))))
    .finally(() => heap.free(block, given, ready))
  const lost = (): Error | undefined => refused ?? executor.lost?.()
  await Promise.race([everyone(ready, executor.threads, lost), others])
  return drive(potential, setup, lost)
}

/** Between two looks at whether all threads live, while they begin [ms]. */
const PATIENCE = 200

async function everyone(ready: Int32Array, count: number, lost: () => Error | undefined): Promise<void> {
  for (let there = Atomics.load(ready, 0); there < count; there = Atomics.load(ready, 0)) {
    const waiting = Atomics.waitAsync(ready, 0, there, PATIENCE)
    if (waiting.async) await waiting.value
    const error = lost()
    if (error) throw error
  }
}

/** @param lost tells what ended a thread, once one has ended that should not */
function drive(potential: Potential, setup: TeamSetup, lost: () => Error | undefined): ForceEngine {
  const { theta, options, size } = setup
  const share = potentialShare(potential, theta, options)
  const team = joinTeam(setup.team, size, 0, lost)
  const orders = createOrders(setup.orders)
  const room = new Room()
  const found = { energy: 0, virial: new Float64Array(6) }
  let anew = false
  let over = false
  let ended: Error | undefined
  return Object.freeze({
    cutoff: share.cutoff,
    evaluate(structure: Structure): Forces {
      ended ??= lost()
      if (ended) throw ended
      const { length } = structure.positions
      const positions = room.f64("positions", length).subarray(0, length)
      positions.set(structure.positions)
      const numbers = room.i32("numbers", structure.numbers.length).subarray(0, structure.numbers.length)
      numbers.set(structure.numbers)
      const forces = room.f64("forces", length).subarray(0, length)
      const wanted = { structure: { ...structure, numbers, positions }, forces: forces.byteOffset }
      team.step(() => orders.evaluate(wanted, anew))
      if (anew) share.forget()
      anew = false
      share.work(team, wanted, found)
      const failure = team.failure()
      if (failure) throw failure
      const { energy, virial } = total(team, found)
      return { energy, forces, virial, volume: volumeOf(structure) }
    },
    rebuilds: () => share.rebuilds(),
    forget: () => void (anew = true),
    release() {
      if (over) return
      over = true
      ended ??= lost()
      if (!ended) team.step(() => orders.end())
      share.release()
      room.release()
    },
  })
}

/** The sum of what all threads found, in their order. */
function total(team: TeamMember, found: { energy: number; readonly virial: Float64Array }): typeof found {
  found.energy = 0
  found.virial.fill(0)
  for (let rank = 0; rank < team.size; rank++) {
    found.energy += team.told(rank, FOUND)
    for (let k = 0; k < 6; k++) found.virial[k] += team.told(rank, FOUND + 1 + k)
  }
  return found
}
