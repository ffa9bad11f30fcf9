package org.jiayi.app.publication;

import java.io.IOException;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where published files are kept: a directory, unless something else is configured. */
@Configuration(proxyBeanMethods = false)
class FileStores {

    @Bean
    @ConditionalOnMissingBean(FileStore.class)
    FileStore directory(@Value("${jiayi.data}") Path data) throws IOException {
        return new DirectoryFileStore(data.resolve("files"));
    }
}
