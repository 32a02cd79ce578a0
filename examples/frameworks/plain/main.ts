/** All the script a server-rendered page needs. */
import '@paykka-checkout/element/define'
