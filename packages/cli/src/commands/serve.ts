import type { Socket } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import { type DrivenAtoms, type Executor, Failure, type UncertaintySetup } from "@luthier/core"
import { Command, InvalidArgumentError } from "commander"
import { growingExecutor } from "../executors/growing.ts"
import { connect } from "../ipi/connect.ts"
import { drivenAtoms } from "../ipi/driven-atoms.ts"
import { type ForceSource, forceSource } from "../ipi/force-source.ts"
import { type UncertainSource, uncertainSource } from "../ipi/uncertain-source.ts"
import { serveForces } from "../ipi/serve-forces.ts"
import { type AddressOptions, chosenAddress, describeAddress, withAddressOptions } from "../ipi/socket-address.ts"
import { loadPotential } from "../run/potential-file.ts"
import { openUncertainty } from "../run/uncertainty/open-uncertainty.ts"
import { describeFailure } from "../terminal.ts"
import { foreignOptions, potentialArgument, withPotentialFileOptions, type PotentialFileOptions } from "./options.ts"

interface ServeOptions extends PotentialFileOptions, AddressOptions {
  readonly structure?: string
  readonly wait: number
  readonly reconnect?: boolean
  readonly uncertainty?: boolean
}

/** After a conversation that failed [ms]. */
const PAUSE = 200

/** `luthier serve`: a potential as the client of ASE, i-PI or any other server of the i-PI protocol. */
export function serveCommand(): Command {
  const command = new Command("serve")
    .description("compute forces for a program that moves atoms, over a socket of the i-PI protocol")
    .argument("<potential>", potentialArgument)
    .option("--structure <file>", "the structure that the server starts from: its first frame tells elements and what repeats")
    .option("--wait <seconds>", "how long to wait for the server to come up", seconds, 60)
    .option("--reconnect", "when a server ends, wait for the next")
    .option("--uncertainty", "send error bars beside forces, as JSON; needs a run folder, and its training data once")
  return withPotentialFileOptions(withAddressOptions(command, "where the server listens")).action(serve)
}

async function serve(file: string, options: ServeOptions): Promise<void> {
  const address = chosenAddress(options)
  const fitted = await loadPotential(file, foreignOptions(options))
  const atoms = await drivenAtoms(fitted.potential, options.structure)
  const plain = forceSource(fitted)
  const executor = growingExecutor({ threads: 1 })
  try {
    const source = options.uncertainty ? uncertainSource(plain, await barsOf(file, executor), executor) : plain
    do {
      const socket = await connect(address, options.wait)
      tell(`connected to ${describeAddress(address)}`)
      await converse(socket, atoms, source).catch(async (error: unknown) => {
        if (!options.reconnect || !(error instanceof Failure)) throw error
        tell(describeFailure(error))
        // The server may send the same again and again.
        await sleep(PAUSE)
      })
    } while (options.reconnect)
  } finally {
    plain.release()
    await executor.close()
  }
}

/** What error bars of a run are made of; intervals, which would have a coverage, are not sent. */
async function barsOf(folder: string, executor: Executor): Promise<UncertaintySetup> {
  return (await openUncertainty(folder, { coverage: 0.9 }, executor, tell)).bars
}

async function converse(socket: Socket, atoms: DrivenAtoms, source: Pick<ForceSource | UncertainSource, "answer">): Promise<void> {
  const { answers, dismissed } = await serveForces(socket, atoms, (structure) => source.answer(structure))
  tell(`${answers} structures answered; the server ${dismissed ? "says that it is done" : "has closed the connection"}`)
}

function tell(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}

function seconds(text: string): number {
  const value = Number(text)
  if (text.trim() === "" || !(value >= 0 && value <= 1e6)) throw new InvalidArgumentError("It must be a number of seconds.")
  return value
}
