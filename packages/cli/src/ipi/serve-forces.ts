import type { Socket } from "node:net"
import {
  type DrivenAtoms,
  drivenStructure,
  encodeClientMessage,
  Failure,
  type ForceMessage,
  serverMessage,
  type Structure,
} from "@luthier/core"
import { incoming } from "./incoming.ts"

/** How a conversation with a server went. */
export interface Conversation {
  /** Structures answered. */
  readonly answers: number
  /** Whether the server said that it was the end; else it has just gone. */
  readonly dismissed: boolean
}

/**
 * Answers a server of the i-PI protocol until it says that it is done, or goes.
 *
 * @throws Failure when it does not keep to the protocol, sends other atoms, or when there is no answer; the connection is then closed.
 */
export async function serveForces(
  socket: Socket,
  atoms: DrivenAtoms,
  answer: (structure: Structure) => ForceMessage | Promise<ForceMessage>,
): Promise<Conversation> {
  let answers = 0
  let forces: Uint8Array | undefined
  for await (const message of incoming(socket, serverMessage)) {
    switch (message.kind) {
      case "status":
        socket.write(encodeClientMessage({ kind: forces ? "have-data" : "ready" }))
        break
      case "init":
        break
      case "positions":
        forces = encodeClientMessage(await answer(drivenStructure(atoms, message)))
        break
      case "get-force":
        if (!forces) throw new Failure("the server asks for forces and has sent no positions", { advice: "is it an i-PI server?" })
        socket.write(forces)
        forces = undefined
        answers++
        break
      case "exit":
        return { answers, dismissed: true }
    }
  }
  return { answers, dismissed: false }
}
