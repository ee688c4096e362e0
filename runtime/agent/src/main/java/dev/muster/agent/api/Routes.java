package dev.muster.agent.api;

import java.util.List;

/**
 * A noun of the control API: what can be asked of it, and who answers. Its routes and its part of
 * the document are made of these operations.
 */
interface Routes {
    List<Operation> operations();
}
