import { createConnection, type Socket } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import { Failure } from "@luthier/core"
import { describeAddress, type SocketAddress } from "./socket-address.ts"

/** Nobody listens there, yet or any more. */
const ABSENT = new Set(["ECONNREFUSED", "ENOENT", "ECONNRESET", "ECONNABORTED", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH"])

/** Between two attempts to connect [ms]. */
const PAUSE = 200

/** Connects to a server, which may come to life within `seconds`. @throws Failure when it does not. */
export async function connect(address: SocketAddress, seconds: number): Promise<Socket> {
  const end = performance.now() + 1000 * seconds
  for (;;) {
    const result = await attempt(address)
    if (!(result instanceof Error)) return result
    const code = "code" in result ? String(result.code) : ""
    if (!ABSENT.has(code)) {
      throw new Failure(`cannot connect to ${describeAddress(address)}: ${result.message}`, { advice: "check the address", cause: result })
    }
    if (performance.now() + PAUSE > end) {
      throw new Failure(`no server listens at ${describeAddress(address)}`, {
        advice: "start it first, or wait for it longer with --wait",
        cause: result,
      })
    }
    await sleep(PAUSE)
  }
}

function attempt(address: SocketAddress): Promise<Socket | Error> {
  return new Promise((resolve) => {
    const socket = createConnection({ ...address, noDelay: true })
    socket.once("connect", () => {
      socket.removeListener("error", resolve)
      resolve(socket)
    })
    socket.once("error", resolve)
  })
}
