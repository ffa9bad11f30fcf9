package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;

/**
 * 续约: a new contract with the same team that begins on the day after the old one's last.
 *
 * @param servicePackage the package from then on; the same as before where empty
 * @param lastDay the last day of the new term; the policy's where empty
 * @param signer who signs
 * @param basis the legal basis of a renewal without a signature; empty where somebody signs
 */
public record Renew(
        Optional<ServicePackage> servicePackage, Optional<LocalDate> lastDay, Signer signer, Optional<String> basis)
        implements ContractCommand {

    @Override
    public Act act() {
        return Act.RENEW;
    }

    @Override
    public Optional<UUID> guardian() {
        return signer.guardianResidentId();
    }

    @Override
    public Decision<Consequence> decide(Dossier dossier) {
        ContractVersion contract = dossier.contract();
        LocalDate oldLast = contract.term().lastDay();
        LocalDate earliest = oldLast.minusDays(dossier.policy().renewalWindowDays());
        if (dossier.today().isBefore(earliest)) {
            return Decision.refuse(
                    new Refusal(RefusalCode.RENEWAL_TOO_EARLY, "", Map.of("earliest", earliest.toString())));
        }
        LocalDate firstDay = contract.term().until();
        if (firstDay.isBefore(dossier.policy().earliest(dossier.today()))) {
            return Decision.refuse(RefusalCode.RENEWAL_TOO_LATE);
        }
        Origin origin = basis.isPresent() ? Origin.RENEWED_AUTOMATICALLY : Origin.RENEWED;
        return Decision.accept(Consequence.followed(new SigningRequest(
                contract.residentId(),
                contract.teamNumber(),
                servicePackage.orElse(contract.servicePackage()),
                dossier.today(),
                firstDay,
                lastDay.orElse(dossier.policy().lastDay(firstDay)),
                contract.nextKnownFrom(dossier.now()),
                dossier.by().channel(),
                Lineage.following(origin, contract.contractId(), basis),
                signer,
                Optional.empty())));
    }
}
