import { defineConfig } from "vitest/config";

/** Everything that needs only npm. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/conformance/**", "**/node_modules/**"],
    testTimeout: 60_000,
    isolate: false, // no test keeps state in a module, and every file would load the fonts anew
    reporters: ["default", "./test/support/closing-line.ts"],
  },
});
