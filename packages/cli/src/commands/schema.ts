import { Command } from "commander"
import { z } from "zod"
import { editorSchema } from "../config/schema.ts"
import { printJson } from "../terminal.ts"

/** `luthier schema`: the JSON Schema of a config, for editors. */
export function schemaCommand(): Command {
  return new Command("schema").description("print the JSON Schema of a config, for editors").action(() => {
    printJson({ title: "luthier config", ...z.toJSONSchema(editorSchema, { io: "input", unrepresentable: "any" }) })
  })
}
