import { lstat, rm } from "node:fs/promises"
import { createConnection, createServer, type Server, type Socket } from "node:net"
import { Failure } from "@luthier/core"
import { describeAddress, type SocketAddress } from "./socket-address.ts"

/** Something that listens. */
export interface Listener {
  /** With the port that was found when 0 was asked for. */
  readonly address: SocketAddress
  close(): Promise<void>
}

/** Listens at an address; a Unix socket that a dead program has left there is removed. @throws Failure when it is taken. */
export async function listen(address: SocketAddress, meet: (socket: Socket) => void): Promise<Listener> {
  const server = createServer({ noDelay: true }, meet)
  let error = await begin(server, address)
  if (error && codeOf(error) === "EADDRINUSE" && "path" in address && (await isDeserted(address.path))) {
    await rm(address.path)
    error = await begin(server, address)
  }
  if (error) {
    const taken = codeOf(error) === "EADDRINUSE"
    throw new Failure(taken ? `${describeAddress(address)} is taken` : `cannot listen at ${describeAddress(address)}: ${error.message}`, {
      advice: taken ? "end the program that listens there, or choose another address" : "choose another address",
      cause: error,
    })
  }
  const found = server.address()
  const port = typeof found === "object" ? found?.port : undefined
  return {
    address: "path" in address || port === undefined ? address : { host: address.host, port },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function begin(server: Server, address: SocketAddress): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const fail = (error: Error): void => resolve(error)
    server.once("error", fail)
    server.listen(address, () => {
      server.removeListener("error", fail)
      resolve(undefined)
    })
  })
}

/** Whether a file is a Unix socket that nobody listens at. */
async function isDeserted(path: string): Promise<boolean> {
  const isSocket = await lstat(path).then(
    (found) => found.isSocket(),
    () => false,
  )
  if (!isSocket) return false
  return await new Promise((resolve) => {
    const socket = createConnection({ path })
    socket.once("connect", () => {
      socket.destroy()
      resolve(false)
    })
    socket.once("error", (error) => resolve(codeOf(error) === "ECONNREFUSED"))
  })
}

function codeOf(error: Error): string {
  return "code" in error ? String(error.code) : ""
}
