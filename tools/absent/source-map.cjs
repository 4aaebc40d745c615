/** In the place of the source maps that Handlebars makes when it can; we never ask for any. */
throw new Error("no source maps");
