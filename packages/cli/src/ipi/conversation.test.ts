import { spawnSync } from "node:child_process"
import { existsSync, writeFileSync } from "node:fs"
import { createConnection, createServer, type Socket } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import { encodeClientMessage, encodeServerMessage, sentStructure, type Structure, virial } from "@luthier/core"
import { describe, expect, onTestFinished, test } from "vitest"
import { connect } from "./connect.ts"
import { copper, copperAnswer, copperFrames, ownFolder } from "./fixtures/copper.ts"
import { forceSource } from "./force-source.ts"
import { type ForceServer, openForceServer } from "./force-server.ts"
import { serveForces } from "./serve-forces.ts"
import type { SocketAddress } from "./socket-address.ts"

const anyPort: SocketAddress = { host: "127.0.0.1", port: 0 }
const dimer: Structure = {
  numbers: Int32Array.of(29, 29),
  positions: Float64Array.of(0, 0, 0, 2.3, 0, 0),
  cell: null,
  pbc: [false, false, false],
}
const some = { kind: "force", energy: -1.5, forces: new Float64Array(6), virial: virial([1, 2, 3, 4, 5, 6]), extras: "" } as const

async function opened(address: SocketAddress, said: string[] = []): Promise<ForceServer> {
  const server = await openForceServer(address, (sentence) => void said.push(sentence))
  onTestFinished(() => server.close())
  return server
}

/** A client that answers what it is told first, second, … with given bytes, and hangs up when it is told more. */
async function scripted(address: SocketAddress, answers: readonly Uint8Array[]): Promise<void> {
  const left = [...answers]
  const socket = await connect(address, 1)
  for await (const _ of socket) {
    const answer = left.shift()
    if (!answer) return
    socket.write(answer)
  }
}

describe.each(["port", "file"])("our client with our server (%s)", (place) => {
  test("energies, forces and stresses of real structures are those of the potential", async () => {
    const frames = await copperFrames(6)
    const server = await opened(place === "port" ? anyPort : { path: ownFolder()("socket") })
    const source = forceSource(copper)
    const client = connect(server.address, 1).then((socket) => serveForces(socket, { element: 29 }, source.answer))
    for (const { structure } of frames) {
      const { message, answer } = sentStructure(structure)
      const force = await server.forces(message)
      const { forces, stress } = answer(force)
      const expected = copperAnswer(structure)
      expect(Math.abs(force.energy - expected.energy)).toBeLessThan(1e-11 * Math.abs(expected.energy))
      forces.forEach((f, k) => expect(Math.abs(f - expected.forces[k])).toBeLessThan(2e-12))
      expect(stress).toHaveLength(6)
      stress?.forEach((s, v) => expect(Math.abs(s - (expected.stress?.[v] ?? NaN))).toBeLessThan(1e-13))
    }
    server.dismiss()
    expect(await client).toEqual({ answers: frames.length, dismissed: true })
    source.release()
  })
})

test("several clients share the work, and another takes over from one that dies", async () => {
  const said: string[] = []
  const server = await opened(anyPort, said)
  const dies = scripted(server.address, [encodeClientMessage({ kind: "ready" })])
  const work = [0, 1, 2, 3, 4].map(() => server.forces(sentStructure(dimer).message))
  await dies
  const clients = [0, 1].map(async () => serveForces(await connect(server.address, 1), { template: dimer }, () => some))
  expect((await Promise.all(work)).map(({ energy }) => energy.toFixed(9))).toEqual(Array.from({ length: 5 }, () => "-1.500000000"))
  server.dismiss()
  const answers = (await Promise.all(clients)).map(({ answers }) => answers)
  expect(answers[0] + answers[1]).toBe(5)
  expect(said).toContain("a client failed: it closed the connection")
})

test("positions that three clients fail at are given back", async () => {
  const server = await opened(anyPort)
  const work = server.forces(sentStructure(dimer).message)
  const failed = expect(work).rejects.toThrow("it says “ready” after it was given positions")
  for (let k = 0; k < 3; k++)
    await scripted(server.address, [encodeClientMessage({ kind: "ready" }), encodeClientMessage({ kind: "ready" })])
  await failed
})

test("a client may want to be initialised, have forces of before, and send its bytes one by one", async () => {
  const server = await opened(anyPort)
  const socket = await connect(server.address, 1)
  const heard: string[] = []
  const tell = async (bytes: Uint8Array): Promise<void> => {
    for (const byte of bytes) await new Promise<void>((resolve) => socket.write(Uint8Array.of(byte), () => resolve()))
  }
  const client = (async () => {
    const words = [
      encodeClientMessage({ kind: "have-data" }),
      encodeClientMessage({ ...some, energy: 77 }),
      encodeClientMessage({ kind: "need-init" }),
      encodeClientMessage({ kind: "ready" }),
      encodeClientMessage({ kind: "have-data" }),
      encodeClientMessage({ ...some, extras: "{}" }),
    ]
    for await (const bytes of socket) {
      const text = Buffer.from(bytes).toString("latin1")
      for (const [word] of text.matchAll(/STATUS|INIT|POSDATA|GETFORCE|EXIT/gu)) {
        heard.push(word)
        if (word === "STATUS" || word === "GETFORCE") await tell(words.shift() ?? new Uint8Array())
      }
    }
  })()
  const force = await server.forces(sentStructure(dimer).message)
  expect(force.energy).toBeCloseTo(-1.5, 12)
  expect(force.extras).toBe("{}")
  server.dismiss()
  await client
  expect(heard).toEqual(["STATUS", "GETFORCE", "STATUS", "INIT", "STATUS", "POSDATA", "STATUS", "GETFORCE", "EXIT"])
})

describe("a server that our client refuses", () => {
  /** Connects our client to a server that sends some bytes as soon as it can. */
  const against = async (bytes: Uint8Array): Promise<ReturnType<typeof serveForces>> => {
    const server = createServer((socket: Socket) => void socket.end(bytes)).listen(0, "127.0.0.1")
    onTestFinished(() => void server.close())
    await new Promise((resolve) => server.once("listening", resolve))
    const found = server.address()
    const port = typeof found === "object" && found ? found.port : 0
    const socket = await connect({ host: "127.0.0.1", port }, 1)
    // So that all there is to read, its end too, has come.
    await sleep(50)
    return serveForces(socket, { template: dimer }, () => some)
  }

  test.each([
    ["speaks something else", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"), "“HTTP/1.1 400” is no message of the i-PI protocol"],
    ["asks before it tells", encodeServerMessage({ kind: "get-force" }), "asks for forces and has sent no positions"],
    [
      "has other atoms",
      encodeServerMessage({ kind: "positions", cell: new Float64Array(9), positions: new Float64Array(9) }),
      "the server sends 3 atoms, the structure has 2",
    ],
  ])("%s", async (_, bytes, message) => {
    await expect(against(bytes)).rejects.toThrow(message)
  })

  test("one that goes before it is answered ends the conversation", async () => {
    expect(await against(encodeServerMessage({ kind: "status" }))).toEqual({ answers: 0, dismissed: false })
  })

  test("one that goes, in the middle of a message too, ends the conversation", async () => {
    expect(await against(new Uint8Array())).toEqual({ answers: 0, dismissed: false })
    expect(await against(encodeServerMessage({ kind: "init", bead: 1, text: "abc" }).subarray(0, 19))).toEqual({
      answers: 0,
      dismissed: false,
    })
  })
})

describe("addresses", () => {
  test("nobody there: said once the wait is over", async () => {
    await expect(connect({ path: ownFolder()("nobody") }, 0.3)).rejects.toThrow(/no server listens at .*nobody/)
  })

  test("a server may come later", async () => {
    const path = ownFolder()("late")
    const connected = connect({ path }, 10)
    await sleep(250)
    await opened({ path })
    ;(await connected).destroy()
  })

  test("an address in use is refused; what a dead program left is removed", async () => {
    const path = ownFolder()("socket")
    const server = await opened({ path })
    await expect(openForceServer({ path }, () => {})).rejects.toThrow(`${path} is taken`)
    await expect(openForceServer({ path: `${path}/inside` }, () => {})).rejects.toThrow("cannot listen at")
    await server.close()
    expect(existsSync(path)).toBe(false)
    const file = ownFolder()("file")
    writeFileSync(file, "of somebody")
    await expect(openForceServer({ path: file }, () => {})).rejects.toThrow("is taken")
    expect(existsSync(file)).toBe(true)
    const dead = ownFolder()("dead")
    const script = `require("net").createServer().listen(${JSON.stringify(dead)}, () => process.kill(process.pid, "SIGKILL"))`
    spawnSync(process.execPath, ["-e", script])
    expect(existsSync(dead)).toBe(true)
    expect((await opened({ path: dead })).address).toEqual({ path: dead })
  })

  test("a connection that says nothing keeps nobody waiting", async () => {
    const server = await opened(anyPort)
    if ("path" in server.address) throw new Error("a port")
    createConnection(server.address).on("error", () => undefined)
    await server.close()
  })
})
