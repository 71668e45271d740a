import { availableParallelism } from "node:os"
import { Failure, type ForceEngine, potentialEngine, sharesWork, threadedEngine } from "@luthier/core"
import { createTeam } from "../../executors/threads.ts"
import type { FittedPotential } from "../potential-file.ts"

/** An engine, and the end of its threads. */
export interface OpenEngine {
  readonly engine: ForceEngine
  readonly threads: number
  /** Must be awaited, else threads that wait for work keep the process. */
  close(): Promise<void>
}

/** A thread with fewer atoms would wait for the others about as long as it works. */
const ATOMS_A_THREAD = 2000

/**
 * The engine of a potential in as many threads as asked for; unless given, in one for every 2000 atoms, but no more than the machine
 * runs at once.
 *
 * @throws Failure for several threads where the potential's work cannot be shared.
 */
export async function openEngine(
  { potential, theta }: FittedPotential,
  atoms: number,
  options: { readonly threads?: number | undefined; readonly skin?: number | undefined } = {},
): Promise<OpenEngine> {
  const shared = sharesWork(potential, theta)
  const useful = Math.min(availableParallelism(), Math.floor(atoms / ATOMS_A_THREAD))
  const { threads = shared ? Math.max(1, useful) : 1, skin } = options
  const own = skin === undefined ? {} : { skin }
  if (threads === 1) {
    const engine = potentialEngine(potential, theta, own)
    return { engine, threads, close: async () => engine.release() }
  }
  if (!shared) {
    throw new Failure(`the work of this potential cannot be shared among ${threads} threads: its energies are not those of single atoms`, {
      advice: "leave --threads out",
    })
  }
  const executor = createTeam(threads - 1)
  const engine = await threadedEngine(potential, theta, { ...own, executor }).catch(async (error: unknown) => {
    await executor.close()
    throw error
  })
  const close = async (): Promise<void> => {
    engine.release()
    await executor.close()
  }
  return { engine, threads, close }
}
