import type { KernelBuild, KernelMemory } from "@luthier/core"
import type { PortableError } from "./portable-error.ts"

/** What a worker is started with. */
export interface WorkerSettings {
  readonly build: KernelBuild
  /** Kernel memory that the worker shares; its own unless given. */
  readonly memory?: KernelMemory
  /** URLs of modules that register more jobs than core's own. */
  readonly modules: readonly string[]
}

/** To a worker: keep a setup under a number, forget it, or run a task with it. */
export type Order =
  | { readonly order: "keep"; readonly setup: number; readonly value: object }
  | { readonly order: "forget"; readonly setup: number }
  | { readonly order: "run"; readonly setup: number; readonly job: string; readonly task: unknown }

/** A file that a thread holds open as long as it lives: Node closes what a thread that ends has left open. */
export interface Lifeline {
  readonly descriptor: number
  /** Of the file: another may get the descriptor afterwards. */
  readonly inode: number
}

/** From a worker: once that it has loaded all it needs, then one per `run`. */
export type Answer =
  | { readonly loaded: true; readonly lifeline: Lifeline | undefined }
  | { readonly result: unknown }
  | { readonly error: PortableError }
