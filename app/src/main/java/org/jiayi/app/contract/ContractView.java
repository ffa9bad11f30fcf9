package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.resident.Identity;

/** A contract as known at some moment, with the names that people know the parties by. */
public record ContractView(
        ContractVersion contract, Identity resident, String teamName, String leaderName, String institutionName) {

    public String area() {
        return contract.area();
    }

    public UUID contractId() {
        return contract.contractId();
    }

    public UUID residentId() {
        return contract.residentId();
    }

    public String teamNumber() {
        return contract.teamNumber();
    }

    public String institutionCode() {
        return contract.institutionCode();
    }

    public ServicePackage servicePackage() {
        return contract.servicePackage();
    }

    public LocalDate signedOn() {
        return contract.signedOn();
    }

    public Term term() {
        return contract.term();
    }

    /** The code of the reason why it ended early. */
    public Optional<String> endReason() {
        return contract.endReason().map(EndReason::code);
    }

    /** Where the contract stands on {@code day}. */
    public ContractState status(LocalDate day) {
        return contract.state(day);
    }
}
