import { spawnSync } from "node:child_process"
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { Failure, SpecFailure, type Executor } from "@luthier/core"
import { jobsModule } from "./fixtures/jobs.ts"
import { growingExecutor } from "./growing.ts"
import { createExecutor } from "./threads.ts"

const modules = [jobsModule]
const executors: readonly Executor[] = [1, 2, 3].map((threads) => createExecutor({ threads, modules }))
afterAll(() => Promise.all(executors.map((executor) => executor.close())))

describe.each(executors)("$threads threads", (executor) => {
  test("results are those of the job, in the order of the tasks", async () => {
    const tasks = Array.from({ length: 40 }, (_, i) => Float64Array.of(i, i / 3))
    const results = await executor.map<Float64Array, Float64Array>("test.multiply", { factor: 0.7 }, tasks)
    expect(results).toEqual(tasks.map((task) => task.map((value) => 0.7 * value)))
    expect(await executor.map("test.late-first", {}, [0, 1, 2, 3])).toEqual([0, 1, 2, 3])
  })

  test("no task gives no result", async () => {
    expect(await executor.map("test.multiply", { factor: 2 }, [])).toEqual([])
  })

  test("several maps at once do not mix", async () => {
    const sums = [2, 3, 5].map((factor) => executor.map<Float64Array, Float64Array>("test.multiply", { factor }, [Float64Array.of(7)]))
    expect((await Promise.all(sums)).flat().map((result) => result[0])).toEqual([14, 21, 35])
  })

  test("a setup is the same object for every task of a thread", async () => {
    const setup = { name: "kept" }
    type Seen = { thread: number; times: number }
    const first = await executor.map<number, Seen>("test.times-seen", setup, [0, 1, 2, 3])
    const second = await executor.map<number, Seen>("test.times-seen", setup, [0, 1, 2, 3])
    const counts = new Map<number, number>()
    for (const { thread, times } of [...first, ...second]) counts.set(thread, Math.max(times, counts.get(thread) ?? 0))
    expect([...counts.values()].reduce((sum, count) => sum + count)).toBe(8)
  })

  test("threads that were sent home come back when there is work, and know no setup any more", async () => {
    const own = createExecutor({ threads: executor.threads, modules })
    const setup = { factor: 3 }
    const work = () => own.map<Float64Array, Float64Array>("test.multiply", setup, [Float64Array.of(5), Float64Array.of(7)])
    const before = await work()
    await own.rest()
    await own.rest()
    expect(await work()).toEqual(before)
    await own.close()
  })

  test("failures arrive as what they were", async () => {
    const failure: unknown = await executor.map("test.fail", {}, ["failure"]).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Failure)
    expect((failure as Failure).describe()).toBe("a.xyz:3:7  no energy  add one")
    const spec: unknown = await executor.map("test.fail", {}, ["spec"]).catch((error: unknown) => error)
    expect(spec).toBeInstanceOf(SpecFailure)
    expect(spec).toMatchObject({ message: "no such function", path: ["pairs", "Cu-Cu"], offset: 4, advice: "use exp" })
    const defect: unknown = await executor.map("test.fail", {}, ["defect"]).catch((error: unknown) => error)
    expect(defect).not.toBeInstanceOf(Failure)
    expect(defect).toMatchObject({ message: "out of range" })
  })

  test("of several errors the first in task order is thrown, and the executor goes on", async () => {
    await expect(executor.map("test.fail", {}, ["fine", "spec", "failure", "defect"])).rejects.toThrow("no such function")
    expect(await executor.map("test.fail", {}, ["fine", "good"])).toEqual(["fine", "good"])
  })

  test("an unknown job says its name", async () => {
    await expect(executor.map("test.unheard-of", {}, [1])).rejects.toThrow("test.unheard-of")
  })
})

test("a growing executor works in this thread until there has been enough to share", async () => {
  type Seen = { thread: number; times: number }
  const seen = async (patience: number): Promise<number[]> => {
    const own = growingExecutor({ threads: 2, modules }, patience)
    const results = await own.map<number, Seen>("test.times-seen", { name: "grown" }, [0, 1, 2, 3, 4])
    const tasks = Array.from({ length: 5 }, (_, i) => Float64Array.of(i))
    const products = await own.map<Float64Array, Float64Array>("test.multiply", { factor: 0.7 }, tasks)
    expect(products).toEqual(tasks.map(([value]) => Float64Array.of(0.7 * value)))
    await expect(own.map("test.fail", {}, ["fine", "spec", "failure"])).rejects.toThrow("no such function")
    await own.close()
    return results.map(({ thread }) => thread)
  }
  expect(new Set(await seen(Infinity)).size).toBe(1)
  const [first, ...others] = await seen(0)
  expect(others.every((thread) => thread !== first)).toBe(true)
})

test("the death of a thread is reported, now and at later calls", async () => {
  const executor = createExecutor({ threads: 2, modules })
  await expect(executor.map("test.fail", {}, ["exit", "exit"])).rejects.toThrow("ended by itself with code 3")
  await expect(executor.map("test.fail", {}, ["fine", "fine"])).rejects.toThrow("ended by itself with code 3")
  await executor.close()
})

test("closing ends waiting work", async () => {
  const executor = createExecutor({ threads: 2, modules })
  const work = executor.map("test.late-first", {}, [0, 0, 0, 0])
  const outcome = expect(work).rejects.toThrow("closed")
  await executor.close()
  await outcome
})

test("threads that are closed at once have loaded before they end, because native libraries cannot be left half loaded", async () => {
  const folder = mkdtempSync(join(tmpdir(), "luthier-threads-"))
  const file = openSync(join(folder, "loaded"), "a+")
  const executor = createExecutor({ threads: 2, modules: [new URL(`./fixtures/slow.ts?${file}`, import.meta.url).href] })
  await executor.close()
  closeSync(file)
  expect(readFileSync(join(folder, "loaded"), "utf8")).toBe("loaded\nloaded\n")
  rmSync(folder, { recursive: true })
})

test("a process that opens and closes threads as fast as it can comes to its end, with the native library too", () => {
  const threads = new URL("./threads.ts", import.meta.url).href
  const script = `
    import { createExecutor } from ${JSON.stringify(threads)}
    for (let k = 0; k < 2; k++) {
      const executors = [2, 3].map((threads) => createExecutor({ threads }))
      await Promise.all(executors.map((executor) => executor.close()))
    }
    createExecutor({ threads: 2 })
    console.log("done")`
  const { LUTHIER_OPENBLAS: _, ...env } = process.env
  const run = spawnSync(process.execPath, ["--conditions=source", "--input-type=module", "--eval", script], {
    encoding: "utf8",
    env,
    timeout: 60_000,
  })
  expect({ status: run.status, output: run.stdout }).toEqual({ status: 0, output: "done\n" })
}, 60_000)

test("an idle pool that nobody closed lets the process end", () => {
  const threads = new URL("./threads.ts", import.meta.url).href
  const script = `
    import { createExecutor } from ${JSON.stringify(threads)}
    const executor = createExecutor({ threads: 3, modules: [${JSON.stringify(jobsModule)}] })
    console.log(JSON.stringify(await executor.map("test.late-first", {}, [5, 6])))`
  const run = spawnSync(process.execPath, ["--conditions=source", "--input-type=module", "--eval", script], {
    encoding: "utf8",
    timeout: 20_000,
  })
  expect({ status: run.status, output: run.stdout }).toEqual({ status: 0, output: "[5,6]\n" })
})
