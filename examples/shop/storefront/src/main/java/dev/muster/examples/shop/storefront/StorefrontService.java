package dev.muster.examples.shop.storefront;

import dev.muster.client.PeerException;
import dev.muster.examples.shop.storefront.Orders.NewOrder;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.service.Service;
import dev.muster.service.Setup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The shop's pages, made on the server: they work without scripts, cookies or an account. */
public final class StorefrontService {
    private static final int ORDERS_SHOWN = 30;

    private final Catalog catalog;
    private final Orders orders;
    private final Pages pages;

    private StorefrontService(Catalog catalog, Orders orders, Pages pages) {
        this.catalog = catalog;
        this.orders = orders;
        this.pages = pages;
    }

    public static void main(String[] args) {
        Service.create("storefront", StorefrontService::describe).start();
    }

    static void describe(Setup s) {
        var pages = new Pages(s.findConfig("MUSTER_REPLICA").orElse("storefront"));
        var shop = new StorefrontService(s.client(Catalog.class), s.client(Orders.class), pages);

        s.filter(pages::explainProblems)
                .get("/", shop::front)
                .get("/prints/{id}", shop::print)
                .post("/prints/{id}/buy", shop::buy)
                .get("/purchases", shop::purchases)
                .get("/purchases/{id}", shop::purchase)
                .files("/assets", "assets")
                .otherwise(
                        _ -> {
                            throw HttpProblem.notFound("There is no such page.");
                        });
    }

    private Response front(Request request) {
        return pages.front(catalog.prints());
    }

    private Response print(Request request) {
        return catalog.print(request.param("id"))
                .map(pages::print)
                .orElseThrow(() -> HttpProblem.notFound("We have no such print."));
    }

    /** The form brings the order's id along, so that sending it twice buys once. */
    private Response buy(Request request) throws IOException {
        var form = Form.of(request);
        var wanted = new NewOrder(request.param("id"), form.number("quantity"));
        try {
            var order = orders.place(form.text("order"), wanted);
            return Response.seeOther("/purchases/" + order.id());
        } catch (PeerException e) {
            if (e.peerStatus().orElse(0) == 422) {
                throw HttpProblem.unprocessable("That cannot be ordered.");
            }
            return pages.problem(
                    e.status(),
                    "Your order may not have reached us. Go back and buy once more in a moment:"
                            + " no order is taken twice.");
        }
    }

    private Response purchases(Request request) {
        return pages.purchases(orders.newest(ORDERS_SHOWN), printsIfThere());
    }

    private Response purchase(Request request) {
        return orders.order(request.param("id"))
                .map(order -> pages.purchase(order, printIfThere(order.product())))
                .orElseThrow(() -> HttpProblem.notFound("We know of no such order."));
    }

    /** Orders are shown without pictures while the catalog is away. */
    private List<Print> printsIfThere() {
        try {
            return catalog.prints();
        } catch (PeerException e) {
            return List.of();
        }
    }

    private Optional<Print> printIfThere(String id) {
        try {
            return catalog.print(id);
        } catch (PeerException e) {
            return Optional.empty();
        }
    }
}
