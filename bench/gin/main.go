// Reads a small JSON document and sends it back, with Gin: the peer that bench/service is measured against.
package main

import (
	"net/http"
	"os"

	"github.com/gin-gonic/gin"
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
