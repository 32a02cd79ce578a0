const url = `http://localhost:${process.env.PORT ?? 3000}`

export default { webServer: { command: 'node server.js', url }, use: { baseURL: url } }
