/** The page's entry: slides on a stage, or a page to scroll where the screen is small. */
import { startDeck } from './deck/deck.ts'
import { addFooter } from './deck/footer.ts'
import { isReadingPage, reloadOnSwitch } from './deck/reading-page.ts'

reloadOnSwitch()
addFooter()
if (!isReadingPage()) void startDeck()
// The code can be read before it can be run.
void import('./run/run-demo.ts')
