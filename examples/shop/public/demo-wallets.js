/** Only beside the PayKKa emulator: doubles of both wallets, so that their buttons work on any machine. */
import { installWalletDoubles } from '/demo/wallets.js'

installWalletDoubles({ emulatorUrl: document.querySelector('meta[name="paykka-emulator"]').content })
