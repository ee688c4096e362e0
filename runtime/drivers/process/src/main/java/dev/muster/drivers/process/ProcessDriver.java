package dev.muster.drivers.process;

import dev.muster.driver.Adopted;
import dev.muster.driver.DriverException;
import dev.muster.driver.DriverSetting;
import dev.muster.driver.Launch;
import dev.muster.driver.Leftover;
import dev.muster.driver.ReplicaDriver;
import dev.muster.driver.ReplicaIdentity;
import dev.muster.driver.ReplicaStart;
import dev.muster.driver.RunningReplica;
import dev.muster.driver.Usage;
import dev.muster.fleet.Cause;
import dev.muster.fleet.ProgramFile;
import dev.muster.fleet.ProgramSearch;
import dev.muster.fleet.RunSpec;
import dev.muster.fleet.ServiceSpec;
import dev.muster.process.DeathWatch;
import dev.muster.process.Hosts;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Runs replicas as processes of this machine. They outlive the agent: each leads a session of its
 * own and writes to a file, and is found again by the mark that it carries.
 */
public final class ProcessDriver implements ReplicaDriver {

    private final DriverSetting setting;
    private final Path logDirectory;
    private final ReplicaLauncher launcher;
    private final Adoption adoption;
    private final ProgramSearch programs;
    private final Set<ReplicaProcess> running = ConcurrentHashMap.newKeySet();

    public ProcessDriver(DriverSetting setting) {
        Path runDirectory = setting.stateDirectory().resolve("run");
        this.setting = setting;
        this.logDirectory = setting.stateDirectory().resolve("logs");
        this.launcher = new ReplicaLauncher(setting, runDirectory, logDirectory);
        this.adoption = new Adoption(runDirectory);
        this.programs = new ProgramSearch(setting.environment());
    }

    @Override
    public String name() {
        return ReplicaIdentity.FIRST_DRIVER;
    }

    @Override
    public boolean runs(ServiceSpec service) {
        return switch (service.run()) {
            case RunSpec.Project _, RunSpec.Jar _, RunSpec.Command _ -> true;
            case RunSpec.Image _, RunSpec.Url _ -> false;
        };
    }

    @Override
    public Optional<Cause.Part> lacks(ServiceSpec service, Launch launch) {
        Optional<String> complaint =
                service.run() instanceof RunSpec.Command
                        ? ProgramFile.complaint(
                                service, launch.directory(), programs, launch.arguments())
                        : Optional.of("it is not there").filter(_ -> !isThere(service, launch));
        return complaint.map(why -> new Cause.NoProgram(launch.program(), why));
    }

    private boolean isThere(ServiceSpec service, Launch launch) {
        return programs.find(launch.program(), launch.directory(), service.env()).isPresent();
    }

    @Override
    public RunningReplica start(ReplicaStart start) {
        return watched(launcher.launch(start));
    }

    private ReplicaProcess watched(ReplicaProcess process) {
        running.add(process);
        var _ = process.ended().whenComplete((_, _) -> running.remove(process));
        return process;
    }

    @Override
    public Adopted adopt(List<ReplicaIdentity> remembered) {
        var found = looked(() -> adoption.search(remembered));
        var deaths = new DeathWatch();
        var processes = new ArrayList<RunningReplica>();
        for (Adoption.Found one : found.running()) {
            Path log = logDirectory.resolve(one.identity().replica() + ".log");
            processes.add(
                    watched(
                            new ReplicaProcess(
                                    one.identity(),
                                    one.files(),
                                    new LogFile(log, setting.logCapBytes()),
                                    setting.clock(),
                                    deaths.add(one.session()))));
        }
        deaths.start();
        return new Adopted(processes, found.ended(), found.left());
    }

    @Override
    public List<Leftover> left(List<ReplicaIdentity> remembered) {
        return looked(() -> adoption.left(remembered));
    }

    private static <T> T looked(Supplier<T> look) {
        try {
            return look.get();
        } catch (UncheckedIOException e) {
            throw new DriverException("Processes cannot be looked for: " + e.getMessage(), e);
        }
    }

    @Override
    public Map<RunningReplica, Usage> usage() {
        Map<Long, Long> bytes = residentBytesBySession();
        long outOfMemoryKills = Hosts.current().outOfMemoryKills();
        var usage = new HashMap<RunningReplica, Usage>();
        for (ReplicaProcess process : running) {
            process.outOfMemoryKills(outOfMemoryKills);
            process.trimLog();
            var _ = process.lookForPid();
            Long resident = bytes.get(process.identity().leader());
            if (resident != null) {
                usage.put(process, new Usage(resident));
            }
        }
        return usage;
    }

    /** Resident memory of each session's processes, its wrapper left out. */
    private static Map<Long, Long> residentBytesBySession() {
        var bytes = new HashMap<Long, Long>();
        for (var process : Hosts.current().census().running()) {
            if (process.residentBytes().isPresent() && !process.isInSession(process.pid())) {
                process.session()
                        .ifPresent(
                                session ->
                                        bytes.merge(
                                                session,
                                                process.residentBytes().getAsLong(),
                                                Long::sum));
            }
        }
        return bytes;
    }
}
