// Every kernel that JavaScript calls. Memory is imported and managed from TypeScript; pointers are byte offsets into it.
export { version } from "./version"
