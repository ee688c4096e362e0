package dev.muster.tests;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.io.IOException;

/**
 * Hands the one {@link Shop} to the constructor of a test, whole; stops it after the last class.
 */
final class WithShop implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Shop.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var store = context.getRoot().getStore(Namespace.create(Shop.class));
        var shop = store.computeIfAbsent(Shop.class, _ -> open(), Shop.class);
        try {
            shop.makeWhole();
        } catch (IOException e) {
            throw new IllegalStateException("the shop cannot be made whole", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return shop;
    }

    private static Shop open() {
        try {
            return Shop.open();
        } catch (IOException e) {
            throw new IllegalStateException("the shop cannot be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
