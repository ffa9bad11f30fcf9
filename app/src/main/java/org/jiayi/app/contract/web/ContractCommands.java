package org.jiayi.app.contract.web;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.model.Amendment;
import org.jiayi.api.model.ContractChange;
import org.jiayi.api.model.Renewal;
import org.jiayi.api.model.Resumption;
import org.jiayi.api.model.Signing;
import org.jiayi.api.model.Suspension;
import org.jiayi.api.model.Termination;
import org.jiayi.api.model.TransferRequest;
import org.jiayi.api.model.Withdrawal;
import org.jiayi.app.contract.Amend;
import org.jiayi.app.contract.Applications;
import org.jiayi.app.contract.ContractCommand;
import org.jiayi.app.contract.EndReason;
import org.jiayi.app.contract.Renew;
import org.jiayi.app.contract.Resume;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.contract.SignContract;
import org.jiayi.app.contract.Signer;
import org.jiayi.app.contract.Suspend;
import org.jiayi.app.contract.Terminate;
import org.jiayi.app.contract.Transfer;
import org.jiayi.app.contract.Withdraw;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.phone.PhoneBodies;
import org.jiayi.app.resident.DeathRevocation;
import org.jspecify.annotations.Nullable;

/** What the API's bodies ask for, in the words of contracts. A thing of another pooling area is as good as unknown. */
final class ContractCommands {

    private ContractCommands() {}

    static SignContract.Command signing(Signing signing, Caller caller) {
        PublicId team = Refused.orThrow(PublicId.parse(PublicId.Kind.TEAM, signing.getTeamId()));
        return new SignContract.Command(
                team.area(),
                resident(signing.getResidentId(), team.area()),
                team.local(),
                servicePackage(signing.getServicePackage()),
                Optional.ofNullable(signing.getFirstDay()),
                Optional.ofNullable(signing.getLastDay()),
                signer(signing.getSigner(), team.area(), caller));
    }

    static Applications.Wish wish(
            String teamId,
            @Nullable String residentId,
            Enum<?> servicePackage,
            @Nullable LocalDate firstDay,
            @Nullable LocalDate lastDay) {
        PublicId team = Refused.orThrow(PublicId.parse(PublicId.Kind.TEAM, teamId));
        return new Applications.Wish(
                team.area(),
                Optional.ofNullable(residentId).map(id -> resident(id, team.area())),
                team.local(),
                servicePackage(servicePackage),
                Optional.ofNullable(firstDay),
                Optional.ofNullable(lastDay));
    }

    /** The act that is asked about. */
    static ContractCommand change(ContractChange change, PhoneBodies bodies, String area, Caller caller) {
        Map<String, Object> body = change.getBody();
        return switch (change.getAct()) {
            case RENEW -> renewal(bodies.read(body, Renewal.class), area, caller);
            case TRANSFER -> transfer(bodies.read(body, TransferRequest.class), area, caller);
            case AMEND -> amendment(bodies.read(body, Amendment.class), area, caller);
            case TERMINATE -> termination(bodies.read(body, Termination.class));
            case WITHDRAW -> withdrawal(bodies.read(body, Withdrawal.class));
        };
    }

    static Renew renewal(Renewal renewal, String area, Caller caller) {
        return new Renew(
                Optional.ofNullable(renewal.getServicePackage()).map(ContractCommands::servicePackage),
                Optional.ofNullable(renewal.getLastDay()),
                signer(renewal.getSigner(), area, caller),
                Optional.empty());
    }

    static Transfer transfer(TransferRequest transfer, String area, Caller caller) {
        PublicId team = Refused.orThrow(PublicId.parse(PublicId.Kind.TEAM, transfer.getTeamId()));
        if (!team.area().equals(area)) {
            throw new Refused(RefusalCode.UNKNOWN_TEAM);
        }
        return new Transfer(team.local(), transfer.getFirstDay(), signer(transfer.getSigner(), area, caller));
    }

    static Amend amendment(Amendment amendment, String area, Caller caller) {
        return new Amend(
                servicePackage(amendment.getServicePackage()),
                amendment.getFirstDay(),
                signer(amendment.getSigner(), area, caller));
    }

    static Terminate termination(Termination termination) {
        return new Terminate(
                EndReason.valueOf(termination.getReason().name()),
                termination.getLastDay(),
                Optional.ofNullable(termination.getNote()));
    }

    static Withdraw withdrawal(Withdrawal withdrawal) {
        return new Withdraw(Optional.ofNullable(withdrawal.getNote()));
    }

    static Suspend suspension(Suspension suspension) {
        return new Suspend(suspension.getFirstDay(), suspension.getBasis());
    }

    static Resume resumption(Resumption resumption) {
        return new Resume(resumption.getFirstDay());
    }

    static DeathRevocation revocation(org.jiayi.api.model.DeathRevocation revocation) {
        return new DeathRevocation(
                DeathRevocation.Reason.valueOf(revocation.getReason().name()),
                DeathRevocation.Evidence.valueOf(revocation.getEvidenceKind().name()),
                revocation.getEvidenceReference());
    }

    static UUID resident(String residentId, String area) {
        PublicId resident = Refused.orThrow(PublicId.parse(PublicId.Kind.RESIDENT, residentId));
        if (!resident.area().equals(area)) {
            throw new Refused(RefusalCode.UNKNOWN_RESIDENT);
        }
        return resident.uuid();
    }

    static ServicePackage servicePackage(Enum<?> servicePackage) {
        return ServicePackage.valueOf(servicePackage.name());
    }

    private static Signer signer(org.jiayi.api.model.@Nullable Signer signer, String area, Caller caller) {
        return signer == null
                ? Signer.unnamed(caller)
                : new Signer(
                                Signer.Kind.valueOf(signer.getKind().name()),
                                Optional.ofNullable(signer.getGuardianId()).map(id -> resident(id, area)))
                        .by(caller);
    }
}
