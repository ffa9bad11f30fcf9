package org.jiayi.app.publication;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

/** Where published files are kept: a directory, unless a bucket is configured. */
@Configuration(proxyBeanMethods = false)
class FileStores {

    private static final String S3 = "jiayi.publication.s3.";

    @Bean
    @ConditionalOnProperty(S3 + "bucket")
    FileStore bucket(
            @Value("${" + S3 + "bucket}") String bucket,
            @Value("${" + S3 + "region:us-east-1}") String region,
            @Value("${" + S3 + "access-key}") String accessKey,
            @Value("${" + S3 + "secret-key}") String secretKey,
            Clock clock) {
        return new S3FileStore(WebClient.create(), bucket, new S3Signature(accessKey, secretKey, region), clock);
    }

    @Bean
    @ConditionalOnMissingBean(FileStore.class)
    FileStore directory(@Value("${jiayi.data}") Path data) throws IOException {
        return new DirectoryFileStore(data.resolve("files"));
    }
}
