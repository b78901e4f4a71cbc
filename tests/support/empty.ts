// Stands in for `server-only`, whose only purpose is to stop a browser build.
export {}
