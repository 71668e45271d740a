import type { Socket } from "node:net"
import {
  clientMessage,
  type ClientMessage,
  encodeServerMessage,
  Failure,
  type ForceMessage,
  type PositionsMessage,
  type ServerMessage,
} from "@luthier/core"
import { incoming } from "./incoming.ts"
import { listen } from "./listen.ts"
import type { SocketAddress } from "./socket-address.ts"

/** Gives work to the clients that come. */
export interface ForceServer {
  /** Where clients find it. */
  readonly address: SocketAddress
  /** What the next free client says of these positions. @throws Failure when three clients in a row have failed at them. */
  forces(positions: PositionsMessage): Promise<ForceMessage>
  /** Sends home the clients that have nothing to do. */
  dismiss(): void
  /** Stops listening and cuts all connections. */
  close(): Promise<void>
}

interface Job {
  readonly positions: PositionsMessage
  readonly resolve: (force: ForceMessage) => void
  readonly reject: (error: unknown) => void
  attempts: number
}

/** Clients that may fail at the same positions. */
const ATTEMPTS = 3

/** A server of the i-PI protocol for any number of clients. */
export async function openForceServer(address: SocketAddress, say: (sentence: string) => void): Promise<ForceServer> {
  const jobs: Job[] = []
  const idle: ((job: Job | undefined) => void)[] = []
  const sockets = new Set<Socket>()
  let closing = false

  const give = (job: Job, first: boolean): void => {
    const client = idle.shift()
    if (client) client(job)
    else if (first) jobs.unshift(job)
    else jobs.push(job)
  }
  const nextJob = (): Promise<Job | undefined> => {
    const job = jobs.shift()
    return job ? Promise.resolve(job) : new Promise((resolve) => idle.push(resolve))
  }
  const attend = async (socket: Socket): Promise<void> => {
    const messages = incoming(socket, clientMessage)
    for (let job = await nextJob(); job; job = await nextJob()) {
      try {
        job.resolve(await exchange(socket, messages, job.positions))
      } catch (error) {
        socket.destroy()
        if (closing) return
        job.attempts++
        say(`a client failed: ${error instanceof Error ? error.message : String(error)}`)
        if (job.attempts < ATTEMPTS) give(job, true)
        else job.reject(error)
        return
      }
    }
    socket.end(encodeServerMessage({ kind: "exit" }))
  }
  const server = await listen(address, (socket) => {
    sockets.add(socket)
    socket.once("close", () => sockets.delete(socket))
    say("a client has come")
    void attend(socket)
  })

  return Object.freeze({
    address: server.address,
    forces: (positions: PositionsMessage) =>
      new Promise<ForceMessage>((resolve, reject) => give({ positions, resolve, reject, attempts: 0 }, false)),
    dismiss: () => idle.splice(0).forEach((client) => client(undefined)),
    async close() {
      closing = true
      for (const socket of sockets) socket.destroySoon()
      await server.close()
    },
  })
}

/** Sends positions when the client is ready for them, and asks for its forces when it has them. */
async function exchange(socket: Socket, messages: AsyncIterator<ClientMessage>, positions: PositionsMessage): Promise<ForceMessage> {
  const tell = (message: ServerMessage): boolean => socket.write(encodeServerMessage(message))
  const ask = async (message: ServerMessage): Promise<ClientMessage> => {
    tell(message)
    const { done, value } = await messages.next()
    if (done) throw new Failure("it closed the connection")
    return value
  }
  let sent = false
  for (;;) {
    const { kind } = await ask({ kind: "status" })
    // Some programs do not take a text of no bytes.
    if (kind === "need-init") tell({ kind: "init", bead: 0, text: " " })
    else if (kind === "ready" && !sent) {
      tell(positions)
      sent = true
    } else if (kind === "have-data") {
      const force = await ask({ kind: "get-force" })
      if (force.kind !== "force") throw new Failure(`it says “${force.kind}” where forces are due`)
      // Those it had before are of other positions.
      if (sent) return force
    } else throw new Failure(`it says “${kind}” after it was given positions`)
  }
}
