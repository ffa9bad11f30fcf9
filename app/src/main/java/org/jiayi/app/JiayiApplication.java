package org.jiayi.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts Jiayi. What it needs to run is in the README. */
@SpringBootApplication
public class JiayiApplication {

    /** Runs the application until it is told to stop. */
    public static void main(String[] args) {
        SpringApplication.run(JiayiApplication.class, args);
    }
}
