import { resolve } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vitest/config";

const here = (path: string) => resolve(import.meta.dirname, path);

export default defineConfig({
  root: here("."),
  base: "/static/",
  plugins: [tailwindcss()],
  build: {
    outDir: here("dist"),
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the policy of our pages allows no inline script or style
    rolldownOptions: {
      input: { app: here("src/app.ts"), theme: here("src/theme.css"), sw: here("src/sw.ts") },
      output: {
        // Django serves the service worker at /sw.js: its name must not change
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  test: { environment: "happy-dom", include: ["tests/**/*.test.ts"] },
});
