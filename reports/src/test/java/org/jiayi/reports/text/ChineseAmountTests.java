package org.jiayi.reports.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChineseAmountTests {

    @ParameterizedTest
    @CsvSource(textBlock = """
            # fen,                 words
            0,                     人民币零元整
            1,                     人民币壹分
            10,                    人民币壹角整
            15,                    人民币壹角伍分
            100,                   人民币壹元整
            101,                   人民币壹元零壹分
            110,                   人民币壹元壹角整
            1000,                  人民币壹拾元整
            1050,                  人民币壹拾元零伍角整
            1005,                  人民币壹拾元零伍分
            1100,                  人民币壹拾壹元整
            10000,                 人民币壹佰元整
            10100,                 人民币壹佰零壹元整
            11000,                 人民币壹佰壹拾元整
            32504,                 人民币叁佰贰拾伍元零肆分
            100001,                人民币壹仟元零壹分
            100100,                人民币壹仟零壹元整
            101000,                人民币壹仟零壹拾元整
            140950,                人民币壹仟肆佰零玖元伍角整
            168032,                人民币壹仟陆佰捌拾元零叁角贰分
            600714,                人民币陆仟零柒元壹角肆分
            1000000,               人民币壹万元整
            1000100,               人民币壹万零壹元整
            1010000,               人民币壹万零壹佰元整
            1100000,               人民币壹万壹仟元整
            1640902,               人民币壹万陆仟肆佰零玖元零贰分
            10050000,              人民币壹拾万零伍佰元整
            10700053,              人民币壹拾万柒仟元零伍角叁分
            101000005,             人民币壹佰零壹万元零伍分
            1000000000,            人民币壹仟万元整
            10000000000,           人民币壹亿元整
            10000000100,           人民币壹亿零壹元整
            10005000000,           人民币壹亿零伍万元整
            10010000000,           人民币壹亿零壹拾万元整
            11000000000,           人民币壹亿壹仟万元整
            100000000000,          人民币壹拾亿元整
            100200030405,          人民币壹拾亿零贰佰万零叁佰零肆元零伍分
            1000000000000,         人民币壹佰亿元整
            100000000000000,       人民币壹万亿元整
            100000000000100,       人民币壹万亿零壹元整
            123456789012345,       人民币壹万贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹佰贰拾叁元肆角伍分
            -1,                    人民币负壹分
            -12345,                人民币负壹佰贰拾叁元肆角伍分
            -101000005,            人民币负壹佰零壹万元零伍分
            9223372036854775807,   人民币玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零柒分
            """)
    void writesAnAmountAsAnAccountantWould(long fen, String words) {
        assertThat(ChineseAmount.of(fen)).isEqualTo(words);
    }

    @Test
    void refusesTheOneNumberWithoutAnOpposite() {
        assertThatThrownBy(() -> ChineseAmount.of(Long.MIN_VALUE)).isInstanceOf(ArithmeticException.class);
    }
}
