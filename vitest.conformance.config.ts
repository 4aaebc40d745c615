import { defineConfig } from "vitest/config";

/** The judges: tests that need tools beyond npm (poppler, qpdf, LibreOffice). A missing tool is a failure. */
export default defineConfig({
  test: {
    include: ["test/conformance/**/*.test.ts"],
    maxWorkers: 2, // each waits for its judge now and then
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters: ["default", "./test/support/closing-line.ts"],
  },
});
