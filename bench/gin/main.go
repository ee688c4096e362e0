// Reads a small JSON document and sends it back, with Gin: the peer that bench/service is measured against.
package main

import (
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/contrib/instrumentation/github.com/gin-gonic/gin/otelgin"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/trace"
)

type message struct {
	ID    string `json:"id" binding:"required"`
	Text  string `json:"text" binding:"required"`
	Count int    `json:"count"`
}

func main() {
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	router.Use(gin.Recovery())
	if os.Getenv("MUSTER_TELEMETRY") == "on" {
		instrument(router)
	}
	router.POST("/echo", func(c *gin.Context) {
		var m message
		if err := c.ShouldBindJSON(&m); err != nil {
			c.JSON(http.StatusBadRequest, gin.H{"error": err.Error()})
			return
		}
		c.JSON(http.StatusOK, m)
	})
	router.GET("/hello/:name", func(c *gin.Context) {
		c.JSON(http.StatusOK, message{c.Param("name"), "hello", 1})
	})
	if err := router.Run("127.0.0.1:" + os.Getenv("PORT")); err != nil {
		panic(err)
	}
}

// instrument adds what a Gin service usually has: a span for each request, by OpenTelemetry's middleware (made, and exported
// nowhere), and a duration histogram per route in Prometheus' client, served at /metrics. It writes no access log.
func instrument(router *gin.Engine) {
	otel.SetTracerProvider(trace.NewTracerProvider())
	otel.SetTextMapPropagator(propagation.TraceContext{})
	durations := prometheus.NewHistogramVec(
		prometheus.HistogramOpts{Name: "http_server_request_duration_seconds", Help: "How long requests took."},
		[]string{"method", "route", "status"})
	prometheus.MustRegister(durations)
	router.GET("/metrics", gin.WrapH(promhttp.Handler()))
	router.Use(otelgin.Middleware("bench"), func(c *gin.Context) {
		started := time.Now()
		c.Next()
		durations.WithLabelValues(c.Request.Method, c.FullPath(), strconv.Itoa(c.Writer.Status())).
			Observe(time.Since(started).Seconds())
	})
}
